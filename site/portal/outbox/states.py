"""The life of one delivery."""

from django.db import models

from portal.kernel.machine import Machine, Move


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DELIVERED = "delivered", "Delivered"
    PARKED = "parked", "Parked"


OPEN = (DeliveryState.WAITING, DeliveryState.RUNNING)

delivery_machine = Machine(
    "delivery",
    states=DeliveryState,
    initial=DeliveryState.WAITING,
    terminal={DeliveryState.DELIVERED},
    moves={
        "claim": Move((DeliveryState.WAITING, DeliveryState.RUNNING), DeliveryState.RUNNING),
        "deliver": Move((DeliveryState.WAITING, DeliveryState.RUNNING), DeliveryState.DELIVERED),
        "postpone": Move((DeliveryState.WAITING, DeliveryState.RUNNING), DeliveryState.WAITING),
        "park": Move((DeliveryState.WAITING, DeliveryState.RUNNING), DeliveryState.PARKED),
        "replay": Move((DeliveryState.PARKED,), DeliveryState.WAITING),
    },
)
