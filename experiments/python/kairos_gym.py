"""Scheduling in Kairos as a Gymnasium environment.

Every episode is a scenario drawn as in `kairos train`. At every step the environment asks one of
two questions: which task comes next, or which cluster the task goes to. The observation has a row
of numbers for each possible answer (docs/learning.md). The action is the number of a row, and
info["action_mask"] marks the legal rows. The reward is minus the cost that arises until the next
question, in the units of the training's `reward`; by default, the seconds that jobs spend in the
system.

gymnasium and numpy are used if they are installed. Without gymnasium the spaces are replacements
with the same methods; without numpy the tables are memoryviews. observation[row, column] works for
both.
"""

import random

import kairos_environment

try:
    import numpy
except ImportError:
    numpy = None
try:
    import gymnasium
    from gymnasium import spaces
except ImportError:
    gymnasium = None
    import spaces


class SchedulingEnv(gymnasium.Env if gymnasium else object):
    """An environment with Gymnasium's interface.

    training: a file for `kairos train` (train_learned.yaml of Kairos if absent).
    set:      assignments that override it, such as ["reward.energy=0.1", "variation.chips=0"].

    reset(seed=s) plays scenario s. Without a seed, reset() plays new scenarios that follow from the
    last seed. The options "jobs", "load" and "noise" of reset() replace the drawn values.
    An illegal action stands for the next legal row; after the last legal row comes the first.
    info["was_legal"] is False then.
    """

    metadata = {"render_modes": []}
    render_mode = None
    spec = None

    def __init__(self, training="", set=(), render_mode=None):
        if render_mode is not None:
            raise ValueError(f"render mode {render_mode!r}: there is nothing to see; leave it out")
        self._native = kairos_environment.Environment(str(training), list(set))
        self._seeds = random.Random()
        shape = (self._native.rows, kairos_environment.width)
        infinite = float("inf")
        if gymnasium:
            self.observation_space = spaces.Box(-infinite, infinite, shape, numpy.float32)
        else:
            self.observation_space = spaces.Box(-infinite, infinite, shape)
        self.action_space = spaces.Discrete(self._native.rows)

    @property
    def unwrapped(self):
        return self

    def reset(self, *, seed=None, options=None):
        if gymnasium:
            super().reset(seed=seed)
        if seed is not None:
            self._seeds.seed(seed)
        else:
            seed = self._seeds.getrandbits(63)
        given = dict(options or {})
        arguments = given.pop("jobs", 0), given.pop("load", -1.0), given.pop("noise", -1.0)
        if given:
            raise ValueError(f"unknown options {sorted(given)}; known: jobs, load, noise")
        self._native.reset(seed, *arguments)
        return self._observation(), self._info() | self._native.scenario()

    def step(self, action):
        row = int(action)
        if row not in range(self._native.rows):
            raise ValueError(f"action {action} is not in {self.action_space}")
        legal = self._native.mask()
        was_legal = bool(legal[row])
        if not was_legal and any(legal):
            row = (legal.find(1, row) + 1 or legal.find(1) + 1) - 1
        reward = self._native.step(row)
        info = self._info() | {"was_legal": was_legal}
        return self._observation(), reward, self._native.is_over, False, info

    def action_masks(self):
        """The action mask, under the name that MaskablePPO of sb3-contrib uses."""
        mask = self._native.mask()
        return numpy.frombuffer(mask, numpy.int8) if numpy else mask

    def render(self):
        return None

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
        return False

    def _observation(self):
        table = memoryview(self._native.observation()).cast("f", self.observation_space.shape)
        return numpy.array(table) if numpy else table

    def _info(self):
        return {
            "action_mask": self.action_masks(),
            "question": self._native.question,
            "time": self._native.time,
            "mean_latency": self._native.mean_latency,
        }


if gymnasium:
    gymnasium.register("Kairos/Scheduling-v0", entry_point="kairos_gym:SchedulingEnv")
