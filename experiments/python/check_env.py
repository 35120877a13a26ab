"""Checks SchedulingEnv against Gymnasium's interface and its own documentation; exits 0 on success.

If gymnasium is installed, its own checker runs as well.
"""

import math
import sys

from kairos_gym import SchedulingEnv, gymnasium


def play(env, seed, choose, options=None):
    """Plays an episode; returns its observations, rewards and infos."""
    observation, info = env.reset(seed=seed, options=options)
    seen, rewards, infos, over = [bytes(observation)], [], [info], False
    while not over:
        assert env.observation_space.contains(observation), "an observation is outside its space"
        mask = info["action_mask"]
        assert len(mask) == env.action_space.n and any(mask), "the mask offers nothing"
        check_rows(observation, mask, info["question"])
        result = env.step(choose(observation, mask))
        assert isinstance(result, tuple) and len(result) == 5, "step() returns five things"
        observation, reward, terminated, truncated, info = result
        assert isinstance(reward, float) and math.isfinite(reward) and reward <= 0
        assert isinstance(terminated, bool) and truncated is False
        assert isinstance(info, dict) and info["was_legal"]
        seen.append(bytes(observation))
        rewards.append(reward)
        infos.append(info)
        over = terminated
    assert not any(info["action_mask"]) and info["question"] == "none", "the end still asks"
    return seen, rewards, infos


def check_rows(observation, mask, question):
    """Every legal row names the question that it answers and has features other than zero."""
    kind = {"task": 0.0, "place": 1.0}[question]
    for row, legal in enumerate(mask):
        if legal:
            assert observation[row, 0] == kind
            assert any(observation[row, column] != 0 for column in range(2, 24))


def best_prior(observation, mask):
    return max((row for row, legal in enumerate(mask) if legal), key=lambda r: observation[r, 1])


def worst_prior(observation, mask):
    return min((row for row, legal in enumerate(mask) if legal), key=lambda r: observation[r, 1])


def expect(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"no {error.__name__}")


def check_interface(env):
    observation, info = env.reset(seed=1)
    assert isinstance(info, dict) and env.observation_space.contains(observation)
    assert env.action_space.contains(env.action_space.sample(mask=info["action_mask"]))
    assert info["load"] > 0 and info["noise"] >= 0 and info["domain"]
    expect(ValueError, lambda: env.step(env.action_space.n))
    expect(ValueError, lambda: env.step(-1))
    expect(ValueError, lambda: env.reset(options={"lod": 1}))
    expect(ValueError, lambda: SchedulingEnv(render_mode="human"))
    expect(ValueError, lambda: SchedulingEnv(training="/no/such/file.yaml"))
    assert env.unwrapped is env and env.render() is None


def check_illegal_action(env):
    """An illegal action stands for the next legal row; after the last legal row comes the first."""
    small = {"jobs": 3}
    _, info = env.reset(seed=5, options=small)
    last = max(row for row, legal in enumerate(info["action_mask"]) if legal)
    first = min(row for row, legal in enumerate(info["action_mask"]) if legal)
    assert last + 1 < env.action_space.n
    stood_for, *_, told = env.step(last + 1)
    assert told["was_legal"] is False
    env.reset(seed=5, options=small)
    taken, *_, told = env.step(first)
    assert told["was_legal"] is True and bytes(taken) == bytes(stood_for)


def check_episodes(env):
    small = {"jobs": 20}
    seen, rewards, infos = play(env, 7, best_prior, small)
    assert play(env, 7, best_prior, small)[:2] == (seen, rewards), "equal seeds, other episodes"
    assert play(SchedulingEnv(), 7, best_prior, small)[0] == seen, "another object, other episodes"
    assert play(env, 8, best_prior, small)[0] != seen, "other seeds, equal episodes"
    latencies = 20 * infos[-1]["mean_latency"]
    assert math.isclose(-sum(rewards), latencies, rel_tol=1e-9), "the return is not the latencies"
    assert infos[-1]["time"] > infos[0]["time"]
    worse = play(env, 7, worst_prior, small)[2][-1]["mean_latency"]
    assert worse > infos[-1]["mean_latency"], "whatever one does is as good"
    expect(ValueError, lambda: env.step(0))


def check_seeds(env):
    """Resets without a seed give new episodes, which are equal after equal seeds."""

    def followers():
        env.reset(seed=3, options={"jobs": 2})
        return [bytes(env.reset(options={"jobs": 2})[0]) for _ in range(3)]

    first = followers()
    assert first == followers() and len(set(first)) == 3


def check_training_options():
    """The reward has the requested weights; load and noise have the requested values."""
    joules = SchedulingEnv(set=["reward={latency: 0, energy: 1}"])
    small = {"jobs": 5, "load": 0.5, "noise": 0.0}
    _, rewards, infos = play(joules, 7, best_prior, small)
    assert infos[0]["load"] == 0.5 and infos[0]["noise"] == 0.0
    _, seconds, _ = play(SchedulingEnv(), 7, best_prior, small)
    assert sum(rewards) < 0 and sum(rewards) != sum(seconds)


def main():
    env = SchedulingEnv()
    check_interface(env)
    check_illegal_action(env)
    check_episodes(env)
    check_seeds(env)
    check_training_options()
    if gymnasium:
        from gymnasium.utils.env_checker import check_env

        check_env(gymnasium.make("Kairos/Scheduling-v0").unwrapped)
    print("SchedulingEnv keeps to the interface" + (", gymnasium agrees" if gymnasium else ""))


if __name__ == "__main__":
    sys.exit(main())
