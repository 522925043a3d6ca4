def tempered_softmax(
    student: Tensor,
    teacher: Tensor,
    *,
    temperature: float,
    scale: bool,
    teacher_temperature: float | None = None,
    course: dict | None = None,
    progress: float = 0,
) -> Tensor:
    """T² · KL(softmax(teacher / T) ‖ softmax(student / T)), the mean over rows of logits [n, c] (Hinton et al. 2015)."""
    own = temperature_now(student.detach(), teacher, temperature, course, progress)
    log_student = F.log_softmax(student / own, dim=1)
    log_teacher = F.log_softmax(teacher / (teacher_temperature or own), dim=1)
    rows = (log_teacher.exp() * (log_teacher - log_student)).sum(dim=1)
    return (rows * own.flatten() ** 2).mean() if scale else rows.mean()


def temperature_now(student: Tensor, teacher: Tensor, base: float, course: dict | None, progress: float) -> Tensor:
    """One temperature [1], or one for each example [n, 1] (Wen et al. 2019), 1 at least."""
    if course is None:
        return torch.tensor([base], device=student.device)
    if course["kind"] == "linear":
        return torch.tensor([base + progress * (course["to"] - base)], device=student.device)
    if course["kind"] == "cwsm":
        hard = 1 / (F.softmax(student, dim=1).amax(dim=1, keepdim=True) + 1e-3)
    else:
        apart = 1 - F.cosine_similarity(student, teacher, dim=1)[:, None]
        hard = apart.clamp(min=0) ** course["power"]
    return (base + course["strength"] * (hard.mean() - hard)).clamp(min=1)
