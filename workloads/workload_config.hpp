// A workload document, and its conversion to a Workload.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/fields.hpp"
#include "sim/base/file.hpp"
#include "workloads/graph_draws.hpp"
#include "workloads/import/import_config.hpp"
#include "workloads/network_job.hpp"
#include "workloads/operators/network_document.hpp"
#include "workloads/stream_config.hpp"

namespace kairos {

class TimesTable;  // See workloads/times_table.hpp.

/// The inputs of a task: `after: [a, b]` (no data), `after: {a: 6 MiB, b: 0 B}`, or
/// `after: {a: {bytes: 6 MiB, probability: 0.2, share: 0.5}}`.
struct Dependencies {
  struct Input {
    std::string task;
    Bytes bytes;
    SourceLocation place;
    EdgeDraw draw = {};
    std::string one_of = {};  ///< The group of edges of which exactly one is taken, or empty.
  };
  std::vector<Input> inputs;
};

template <>
struct Codec<Dependencies> {
  static void read(const Value& from, Dependencies& to);
  static Value write(const Dependencies& value);
  static Schema schema();
};

/// A number that a task draws when it ends: `amount: {name: objects, is: {poisson: 3}}`.
struct AmountConfig {
  std::string name;
  Distribution is;

  void describe(Fields& f);
};

struct TaskConfig {
  std::string name, kernel;
  Operations work;
  Bytes memory;
  std::map<std::string, Duration> times;
  std::string runs_on, gang;
  Dependencies after;
  std::map<std::string, Bytes> writes;
  std::vector<std::string> reads;
  std::optional<std::string> overwrites;
  double probability = 1;
  std::optional<AmountConfig> amount;
  std::string for_each;  ///< The name of an amount; empty if there is none.
  SourceLocation place;

  void describe(Fields& f);
  /// True if jobs draw whether the task or its inputs are taken, or how much work it has.
  [[nodiscard]] bool has_draws() const;
};

/// What a form of an application has besides the keys of the application, or in place of them.
struct FormConfig {
  std::string name;  ///< The key under which it is listed.
  /// The shares of the first of two parts, such as "1/5". The form stands for one form per share.
  std::vector<std::string> shares;
  std::string runs_on;
  std::vector<TaskConfig> tasks;
  std::map<std::string, Bytes> weights, state;
  FilePath graph;
  std::optional<ImportConfig> import;
  std::optional<NetworkDocument> network;
  std::optional<ModelConfig> model;
  std::optional<Call> call;
  std::vector<Choice<Transform>> transforms;
  SourceLocation place;

  void describe(Fields& f);
  /// True if it has tasks, a network, a file or a model of its own.
  [[nodiscard]] bool has_graph() const {
    return !tasks.empty() || !graph.empty() || network.has_value() || model.has_value();
  }
};

/// The forms of an application in the order of the file, as a map by their names.
struct Alternatives {
  std::vector<FormConfig> forms;
};

template <>
struct Codec<Alternatives> {
  static void read(const Value& from, Alternatives& to);
  static Value write(const Alternatives& value);
  static Schema schema();
};

/// A job graph: tasks, a network, a file of a foreign format, or a call of a model.
struct ApplicationConfig {
  std::string name;
  std::optional<Duration> deadline;
  FilePath times;
  std::vector<TaskConfig> tasks;
  std::map<std::string, Bytes> weights, state;
  FilePath graph;  ///< The file of the graph, instead of `tasks`.
  std::optional<ImportConfig> import;
  std::optional<NetworkDocument> network;  ///< A network, instead of `tasks`.
  std::optional<ModelConfig> model;        ///< A model, instead of `tasks`.
  std::optional<Call> call;                ///< Replaces the call of the model.
  std::vector<Choice<Transform>> transforms;
  std::optional<Serving> serving;
  std::string runs_on;
  Alternatives alternatives;
  bool per_operator = false;  ///< True if operators may have forms of their own.
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  /// The steps of the model. Throws InputError if there is no model that makes tokens.
  [[nodiscard]] std::shared_ptr<const JobFamily> family() const;
  /// The application in one of its forms, called "APPLICATION/FORM".
  [[nodiscard]] ApplicationConfig in_form(const FormConfig& form) const;
  /// The application with the tasks or the network of the file `graph`, which is read. Throws
  /// InputError.
  [[nodiscard]] ApplicationConfig with_file() const;
  /// The network or the model after its transforms. Throws InputError if the application consists
  /// of tasks.
  [[nodiscard]] Program program() const;
  /// Builds the application. Its own table of times is preferred to that of the workload, which may
  /// be null. Throws InputError.
  [[nodiscard]] Application build(const std::shared_ptr<const TimesTable>& times_of_workload,
                                  bool has_sessions = false) const;

 private:
  /// Checks every form, and that the application itself does not have several graphs.
  void check_forms(const SourceLocation& where) const;
  /// The job graph of the network or of the model; null if the application consists of tasks.
  [[nodiscard]] std::shared_ptr<const JobGraph> job_of_network(bool has_sessions) const;
};

struct WorkloadConfig {
  std::string name, description, source;
  FilePath times;
  std::vector<ApplicationConfig> applications;
  std::vector<StreamConfig> streams;
  SourceLocation place;

  void describe(Fields& f);
  /// Throws InputError with the place of an error, such as a cycle, an unknown name or an endless
  /// stream.
  [[nodiscard]] Workload build() const;
};

}  // namespace kairos
