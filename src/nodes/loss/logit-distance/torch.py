def logit_distance(student: Tensor, teacher: Tensor, *, centred: bool) -> Tensor:
    """Mean squared difference of logits [n, c]; centred: without what a softmax does not see."""
    difference = student - teacher
    if centred:
        difference = difference - difference.mean(dim=1, keepdim=True)
    return (difference**2).mean()
