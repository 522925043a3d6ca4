// Written by scripts/generate.mjs from the files torch.py beside the ops. Do not edit.
/** Python, by the folder that it lies in. */
export const torchTexts: Readonly<Record<string, string>> = {
  arithmetic:
    'def unit_rows(x: Tensor) -> Tensor:\n    """Vectors along the last axis at length 1; one that is zero stays zero and learns nothing."""\n    squares = (x**2).sum(dim=-1, keepdim=True)\n    some = squares > 1e-24\n    return torch.where(some, x * torch.where(some, squares, 1).rsqrt(), 0)\n\n\ndef pooled(x: Tensor) -> Tensor:\n    """[n, c]: maps [n, h, w, c] by their mean over places, all else made flat."""\n    return x.mean(dim=(1, 2)) if x.dim() == 4 else x.flatten(1)\n\n\ndef embedding_of(deep: Tensor, shallow: Tensor | None, maps: str) -> Tensor:\n    """One vector an example; the means of a further layer stand before it."""\n    if shallow is not None:\n        return torch.cat([pooled(shallow), pooled(deep)], dim=1)\n    return pooled(deep) if maps == "pool" else deep.flatten(1)',
  'loss/annealed-sum':
    'def annealed_sum(\n    first: Tensor, second: Tensor, *, begin: float, over: float, progress: float, **share: float\n) -> Tensor:\n    """A share of the first loss that goes from one number to another while training goes on (Clark et al. 2019)."""\n    moved = min(max((progress - begin) / over, 0), 1)\n    now = share["from"] + (share["to"] - share["from"]) * moved\n    return now * first + (1 - now) * second',
  'loss/attention-transfer':
    'def attention_transfer(student: Tensor, teacher: Tensor, *, power: float, form: str) -> Tensor:\n    """Where in the image both are active, as maps [n, h, w, c] of unit length (Zagoruyko, Komodakis 2017)."""\n    size = [min(a, b) for a, b in zip(student.shape[1:3], teacher.shape[1:3], strict=True)]\n\n    def attention(maps: Tensor) -> Tensor:\n        pooled = F.adaptive_avg_pool2d(maps.permute(0, 3, 1, 2), size)\n        return unit_rows(pooled.abs().pow(power).mean(dim=1).flatten(1))\n\n    difference = attention(student) - attention(teacher)\n    return (difference**2).mean() if form == "squares" else difference.norm(dim=1).mean()',
  'loss/cross-entropy':
    'def cross_entropy(student: Tensor, labels: Tensor, *, smoothing: float) -> Tensor:\n    """Mean cross-entropy between logits [n, c] and class numbers [n], in nats."""\n    return F.cross_entropy(student, labels, label_smoothing=smoothing)',
  'loss/dkd':
    'def dkd(\n    student: Tensor,\n    teacher: Tensor,\n    labels: Tensor,\n    *,\n    alpha: float,\n    beta: float,\n    temperature: float,\n    warm_up: float,\n    progress: float,\n) -> Tensor:\n    """Decoupled distillation: the label against the rest, and the rest among itself (Zhao et al. 2022)."""\n    own = F.one_hot(labels, student.shape[1]).bool()\n    log_p, log_q = F.log_softmax(teacher / temperature, dim=1), F.log_softmax(student / temperature, dim=1)\n\n    def parts(logs: Tensor) -> tuple[Tensor, Tensor]:\n        rest = logs.masked_fill(own, -torch.inf)\n        sides = torch.stack([logs[own], rest.logsumexp(dim=1)], dim=1)\n        return sides, (rest - rest.logsumexp(dim=1, keepdim=True)).masked_fill(own, 0)\n\n    (sides_p, rest_p), (sides_q, rest_q) = parts(log_p), parts(log_q)\n    target = (sides_p.exp() * (sides_p - sides_q)).sum(dim=1)\n    among = (rest_p.exp().masked_fill(own, 0) * (rest_p - rest_q)).sum(dim=1)\n    factor = 1 if warm_up == 0 else min(progress / warm_up, 1)\n    return factor * temperature**2 * (alpha * target + beta * among).mean()',
  'loss/feature-distance':
    'def feature_distance(student: Tensor, teacher: Tensor) -> Tensor:\n    """Mean squared difference of two activations of one shape."""\n    return F.mse_loss(student, teacher)',
  'loss/hint':
    'def hint(student: Tensor, teacher: Tensor, *, reduce: str) -> Tensor:\n    """How far a regressed guided layer is from the hint layer (Romero et al. 2015)."""\n    squares = (student - teacher) ** 2\n    return squares.mean() if reduce == "mean" else 0.5 * squares.sum() / len(student)',
  'loss/logit-distance':
    'def logit_distance(student: Tensor, teacher: Tensor, *, centred: bool) -> Tensor:\n    """Mean squared difference of logits [n, c]; centred: without what a softmax does not see."""\n    difference = student - teacher\n    if centred:\n        difference = difference - difference.mean(dim=1, keepdim=True)\n    return (difference**2).mean()',
  'loss/mutual-information':
    'def mutual_information(\n    student: Tensor,\n    context: Tensor,\n    labels: Tensor | None = None,\n    weights: Tensor | None = None,\n    *,\n    estimator: str,\n    temperature: float,\n) -> Tensor:\n    """A lower bound of the information that two embeddings [n, d] share, negated (Shrivastava et al. 2021)."""\n    scores = unit_rows(student) @ unit_rows(context).T / temperature\n    own = torch.eye(len(scores), device=scores.device, dtype=torch.bool)\n    others = ~own if labels is None else labels[:, None] != labels[None]\n    if estimator == "jsd":\n        wrong = (F.softplus(scores) * others).sum(dim=1) / others.sum(dim=1).clamp(min=1)\n        rows = F.softplus(-scores.diagonal()) + wrong\n    else:\n        among = scores - 1e9 * ~(others | own)\n        rows = 0.5 * (among.logsumexp(dim=1) + among.logsumexp(dim=0)) - scores.diagonal()\n    return (rows if weights is None else rows * weights).mean()\n\n\ndef label_context(teacher: Tensor, labels: Tensor, *, temperature: float) -> Tensor:\n    """What a teacher says of each example and what is true of it, side by side [n, 2c]."""\n    told = F.log_softmax(teacher / temperature, dim=1)\n    return torch.cat([told, F.one_hot(labels, teacher.shape[1]).to(told)], dim=1)\n\n\ndef agreement_gate(teacher: Tensor, labels: Tensor) -> Tensor:\n    """How much each example counts by what the teacher thinks of its label [n], 1 on average."""\n    logs = F.log_softmax(teacher, dim=1).gather(1, labels[:, None]).squeeze(1)\n    return len(teacher) * F.softmax(logs, dim=0)',
  'loss/mutual-learning':
    'def mutual_learning(*students: Tensor, temperature: float, **named: Tensor) -> Tensor:\n    """How far the answers of students are apart, each from those of all others, which are held fixed (Zhang et al. 2018)."""\n    peers = [*students, *named.values()]\n    logs = [F.log_softmax(it / temperature, dim=1) for it in peers]\n    drawn = [\n        (of.detach().exp() * (of.detach() - own)).sum(dim=1).mean()\n        for own in logs\n        for of in logs\n        if of is not own\n    ]\n    return temperature**2 / (len(peers) - 1) * sum(drawn)',
  'loss/rkd-angle':
    'def rkd_angle(\n    student: Tensor,\n    teacher: Tensor,\n    student_shallow: Tensor | None = None,\n    teacher_shallow: Tensor | None = None,\n    *,\n    maps: str,\n) -> Tensor:\n    """Angles in the triangles that each three examples of a batch make (Park et al. 2019)."""\n    return F.smooth_l1_loss(\n        angles_between(embedding_of(student, student_shallow, maps)),\n        angles_between(embedding_of(teacher, teacher_shallow, maps)),\n    )\n\n\ndef angles_between(rows: Tensor) -> Tensor:\n    """[n, n, n]: the cosine at i between j and k; 0 where two of them are equal."""\n    to = unit_rows(rows[None] - rows[:, None])\n    return to @ to.transpose(1, 2)',
  'loss/rkd-distance':
    'def rkd_distance(\n    student: Tensor,\n    teacher: Tensor,\n    student_shallow: Tensor | None = None,\n    teacher_shallow: Tensor | None = None,\n    *,\n    maps: str,\n) -> Tensor:\n    """Distances between the examples of a batch, over their mean (Park et al. 2019)."""\n    return F.smooth_l1_loss(\n        relative_distances(embedding_of(student, student_shallow, maps)),\n        relative_distances(embedding_of(teacher, teacher_shallow, maps)),\n    )\n\n\ndef relative_distances(rows: Tensor) -> Tensor:\n    centred = rows - rows.mean(dim=0)\n    products = centred @ centred.T\n    squares = products.diagonal()\n    apart = squares[:, None] + squares[None] - 2 * products\n    others = 1 - torch.eye(len(rows), device=rows.device)\n    distances = apart.clamp(min=1e-12).sqrt() * others\n    return distances / (distances.sum() / max(1, len(rows) * (len(rows) - 1))).clamp(min=1e-12)',
  'loss/similarity-preserving':
    'def similarity_preserving(student: Tensor, teacher: Tensor) -> Tensor:\n    """Which examples of a batch are alike, as rows of unit length (Tung, Mori 2019)."""\n    s, t = student.flatten(1), teacher.flatten(1)\n    return F.mse_loss(unit_rows(s @ s.T), unit_rows(t @ t.T))',
  'loss/sparsity':
    'def sparsity(student: Tensor) -> Tensor:\n    """The mean size of a layer\'s values."""\n    return student.abs().mean()',
  'loss/tempered-softmax':
    'def tempered_softmax(\n    student: Tensor,\n    teacher: Tensor,\n    *,\n    temperature: float,\n    scale: bool,\n    teacher_temperature: float | None = None,\n    course: dict | None = None,\n    progress: float = 0,\n) -> Tensor:\n    """T² · KL(softmax(teacher / T) ‖ softmax(student / T)), the mean over rows of logits [n, c] (Hinton et al. 2015)."""\n    own = temperature_now(student.detach(), teacher, temperature, course, progress)\n    log_student = F.log_softmax(student / own, dim=1)\n    log_teacher = F.log_softmax(teacher / (teacher_temperature or own), dim=1)\n    rows = (log_teacher.exp() * (log_teacher - log_student)).sum(dim=1)\n    return (rows * own.flatten() ** 2).mean() if scale else rows.mean()\n\n\ndef temperature_now(student: Tensor, teacher: Tensor, base: float, course: dict | None, progress: float) -> Tensor:\n    """One temperature [1], or one for each example [n, 1] (Wen et al. 2019), 1 at least."""\n    if course is None:\n        return torch.tensor([base], device=student.device)\n    if course["kind"] == "linear":\n        return torch.tensor([base + progress * (course["to"] - base)], device=student.device)\n    if course["kind"] == "cwsm":\n        hard = 1 / (F.softmax(student, dim=1).amax(dim=1, keepdim=True) + 1e-3)\n    else:\n        apart = 1 - F.cosine_similarity(student, teacher, dim=1)[:, None]\n        hard = apart.clamp(min=0) ** course["power"]\n    return (base + course["strength"] * (hard.mean() - hard)).clamp(min=1)',
  'loss/weighted-sum':
    'def weighted_sum(*, weights: list[float], **losses: Tensor) -> Tensor:\n    """The sum of weight times loss, in the order in which they are given."""\n    return sum(weight * loss for weight, loss in zip(weights, losses.values(), strict=True))',
  'model/averaged-teachers':
    'def averaged_teachers(*, average: str, temperature: float, **teachers: Tensor) -> Tensor:\n    """The common answer of several teachers as logits [n, c]: of their probabilities at T, or of their logits."""\n    logits = torch.stack(list(teachers.values()))\n    if average == "logits":\n        return logits.mean(dim=0)\n    logs = F.log_softmax(logits / temperature, dim=2)\n    return temperature * (logs.logsumexp(dim=0) - math.log(len(logits)))',
  'optimizer/adam':
    'def adam(kernels, others, *, beta1, beta2, epsilon, weight_decay) -> torch.optim.Optimizer:\n    """Kingma, Ba 2015; weight decay is added to the gradient, of kernels alone."""\n    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]\n    return torch.optim.Adam(groups, lr=1, betas=(beta1, beta2), eps=epsilon)',
  'optimizer/adamw':
    'def adamw(kernels, others, *, beta1, beta2, epsilon, weight_decay) -> torch.optim.Optimizer:\n    """Loshchilov, Hutter 2019: weight decay apart from the gradient, of kernels alone."""\n    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]\n    return torch.optim.AdamW(groups, lr=1, betas=(beta1, beta2), eps=epsilon)',
  'optimizer/sgd':
    'def sgd(kernels, others, *, momentum, nesterov, weight_decay) -> torch.optim.Optimizer:\n    """With momentum; weight decay is added to the gradient, of kernels alone."""\n    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]\n    return torch.optim.SGD(groups, lr=1, momentum=momentum, nesterov=nesterov and momentum > 0)',
  'schedule/constant': 'def constant(at: int, steps: int) -> float:\n    return 1.0',
  'schedule/cosine':
    'def cosine(at: int, steps: int, *, floor: float) -> float:\n    """Falls along half a cosine from 1 to the floor."""\n    return floor + (1 - floor) * (1 + math.cos(math.pi * at / steps)) / 2',
  'schedule/step':
    'def step(at: int, steps: int, *, every: float, by: float) -> float:\n    """Falls by a factor at equal distances; `every` is a share of all steps."""\n    return by ** math.floor(at / steps / every + 1e-9)',
  'schedule/warm-up':
    'def warm_up(at: int, steps: int, *, share: float, then) -> float:\n    """Rises in a line over a share of all steps, then follows another schedule over the rest."""\n    rising = math.ceil(share * steps)\n    return (at + 1) / rising if at < rising else then(at - rising, steps - rising)',
};
/** The folder in which an op has its function. */
export const torchOps: Readonly<Record<string, string>> = {
  'loss.annealed-sum': 'loss/annealed-sum',
  'loss.attention-transfer': 'loss/attention-transfer',
  'loss.cross-entropy': 'loss/cross-entropy',
  'loss.dkd': 'loss/dkd',
  'loss.feature-distance': 'loss/feature-distance',
  'loss.hint': 'loss/hint',
  'loss.logit-distance': 'loss/logit-distance',
  'loss.mutual-information': 'loss/mutual-information',
  'loss.label-context': 'loss/mutual-information',
  'loss.agreement-gate': 'loss/mutual-information',
  'loss.mutual-learning': 'loss/mutual-learning',
  'loss.rkd-angle': 'loss/rkd-angle',
  'loss.rkd-distance': 'loss/rkd-distance',
  'loss.similarity-preserving': 'loss/similarity-preserving',
  'loss.sparsity': 'loss/sparsity',
  'loss.tempered-softmax': 'loss/tempered-softmax',
  'loss.weighted-sum': 'loss/weighted-sum',
  'model.averaged-teachers': 'model/averaged-teachers',
  'optimizer.adam': 'optimizer/adam',
  'optimizer.adamw': 'optimizer/adamw',
  'optimizer.sgd': 'optimizer/sgd',
  'schedule.constant': 'schedule/constant',
  'schedule.cosine': 'schedule/cosine',
  'schedule.step': 'schedule/step',
  'schedule.warm-up': 'schedule/warm-up',
};
