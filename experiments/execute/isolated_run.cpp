// Executes a run in a child process: this program again, which reads the run from standard input
// and writes the outcome as JSON to standard output.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <iostream>
#include <iterator>
#include <new>

#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/processes/child_process.hpp"
#include "experiments/recordings/pass_times.hpp"

namespace kairos {
namespace {

using nlohmann::json;

json to_json(const TaskFinished& t) {
  return {static_cast<std::uint32_t>(t.task.job),
          static_cast<std::uint32_t>(t.task.task),
          static_cast<std::uint32_t>(t.application),
          static_cast<std::uint32_t>(t.element),
          t.ready.picoseconds(),
          t.sent.picoseconds(),
          t.start.picoseconds(),
          t.finish.picoseconds(),
          t.nominal.picoseconds(),
          t.received.value(),
          t.energy.value(),
          t.traffic.value()};
}

TaskFinished task_from(const json& j) {
  const auto time = [&](std::size_t i) { return Time(Duration::picoseconds(j.at(i))); };
  const auto number = [&](std::size_t i) { return j.at(i).get<std::uint32_t>(); };
  return {{static_cast<JobId>(number(0)), static_cast<TaskId>(number(1))},
          static_cast<ApplicationId>(number(2)),
          static_cast<ElementId>(number(3)),
          time(4),
          time(5),
          time(6),
          time(7),
          Duration::picoseconds(j.at(8)),
          Bytes(j.at(9)),
          Joules(j.at(10)),
          Bytes(j.at(11))};
}

/// Writes each byte as two hexadecimal digits, since JSON text cannot hold bytes.
std::string to_hex(const std::string& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

std::string from_hex(const std::string& text) {
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

json to_json(const Outcome& outcome) {
  json metrics = json::array();
  for (const Metric& m : outcome.metrics) metrics.push_back({m.name, m.subject, m.value});
  json tasks = json::array();
  for (const TaskFinished& task : outcome.tasks) tasks.push_back(to_json(task));
  json recordings = json::array();
  for (const Recording& r : outcome.recordings) recordings.push_back({r.kind, to_hex(r.bytes)});
  return {{"metrics", metrics},
          {"fingerprint", outcome.fingerprint},
          {"tasks", tasks},
          {"recordings", recordings},
          {"wall_seconds", outcome.wall_seconds}};
}

Outcome outcome_from(const json& j) {
  Outcome outcome;
  for (const json& m : j.at("metrics")) outcome.metrics.push_back({m.at(0), m.at(1), m.at(2)});
  outcome.fingerprint = j.at("fingerprint");
  for (const json& task : j.at("tasks")) outcome.tasks.push_back(task_from(task));
  for (const json& r : j.at("recordings")) {
    outcome.recordings.push_back({r.at(0), from_hex(r.at(1))});
  }
  outcome.wall_seconds = j.at("wall_seconds");
  return outcome;
}

std::string read_all(std::istream& stream) {
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// A key of the child's document that no experiment has: the times of passes that it replays.
constexpr const char* passes_key = "replayed_passes";

/// The document from which the child executes the run.
std::string document_of(const RunConfig& config) {
  std::string document = single_run_document(config);
  if (!config.pass_times) return document;
  const std::string passes = to_hex(bytes_of(*config.pass_times));
  return "{\"" + std::string(passes_key) + "\":\"" + passes + "\"," + document.substr(1);
}

/// Takes the times of passes out of the child's document; null if there are none.
std::shared_ptr<const PassTimes> take_passes(Value& document) {
  const Value* passes = document.find(passes_key);
  if (passes == nullptr) return nullptr;
  auto times = std::make_shared<const PassTimes>(pass_times_from(from_hex(passes->text)));
  document.erase(passes_key);
  return times;
}

/// The argument of serve_isolated_run() for a run.
std::string kept_by(const RunConfig& config) {
  std::string keeps = "metrics,";
  if (config.keep_tasks) keeps += "tasks,";
  if (config.pictures.gantt) keeps += "gantt,";
  if (config.pictures.chip) keeps += "chip,";
  return keeps;
}

bool is_kept(const std::string& keeps, const std::string& what) {
  return keeps.find(what + ',') != std::string::npos;
}

/// True if the signal comes from outside, unlike the signals of a failing program.
bool is_from_outside(int signal) {
  constexpr std::array outside{SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGXCPU};
  return std::ranges::find(outside, signal) != outside.end();
}

[[noreturn]] void throw_without_outcome(const RunConfig& config, int status) {
  const std::string who = run_name(config) + ": the process of this run ";
  if (!WIFSIGNALED(status)) {
    throw std::logic_error(who + "ended with exit code " + std::to_string(WEXITSTATUS(status)) +
                           " and without a result");
  }
  const int signal = WTERMSIG(status);
  const char* name = sigabbrev_np(signal);
  const std::string ended = who + "was ended by signal " +
                            (name != nullptr ? "SIG" + std::string(name) : std::to_string(signal));
  if (!is_from_outside(signal)) throw std::logic_error(ended);
  throw InputError(ended +
                   "; if memory ran out, choose fewer --jobs; repeat the run with --resume");
}

}  // namespace

Outcome run_isolated(const RunConfig& config) {
  const ChildEnd end =
      run_child({"/proc/self/exe", "isolated-run", kept_by(config)}, document_of(config));
  const json reply = json::parse(end.answer, nullptr, false);
  if (reply.is_discarded()) throw_without_outcome(config, end.status);
  if (reply.contains("input_error")) {
    throw InputError(run_name(config) + ": " + reply["input_error"].get<std::string>());
  }
  if (reply.contains("error")) {
    throw std::logic_error(run_name(config) + ": " + reply["error"].get<std::string>());
  }
  return outcome_from(reply);
}

void serve_isolated_run(const std::string& keeps) {
  end_with_parent();
  json reply;
  try {
    Value document = read_yaml_text(read_all(std::cin), "run");
    const auto passes = take_passes(document);
    Sweep sweep = expand(document);
    RunConfig& config = sweep.runs.front();
    config.pass_times = passes;
    config.keep_tasks = is_kept(keeps, "tasks");
    config.pictures = {is_kept(keeps, "gantt"), is_kept(keeps, "chip")};
    reply = to_json(run_unnamed(config));
  } catch (const InputError& error) {
    reply["input_error"] = error.what();
  } catch (const std::bad_alloc&) {
    reply["input_error"] =
        "there is not enough memory for this run; make it smaller, or choose fewer --jobs";
  } catch (const std::exception& error) {
    reply["error"] = error.what();
  }
  std::cout << reply.dump() << std::flush;
}

}  // namespace kairos
