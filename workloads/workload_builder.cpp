// Builds a workload from its document: applications, their forms and encoders, and streams.
#include <algorithm>
#include <set>

#include "workloads/form_mix.hpp"
#include "workloads/job_family.hpp"
#include "workloads/times_table.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {
namespace {

/// Weights of equal names are the same in all applications and forms, so they must have equal
/// sizes. `sizes` has those of the applications before.
void check_weights(const ApplicationConfig& application, std::map<std::string, Bytes>& sizes) {
  for (const auto& [name, bytes] : application.weights) {
    const Bytes first = sizes.try_emplace(name, bytes).first->second;
    if (first == bytes) continue;
    throw InputError(application.place, "weight '" + name + "' has " + format(bytes) +
                                            " here and " + format(first) +
                                            " in another application; weights of equal names are "
                                            "the same, so give them equal sizes or other names");
  }
}

/// True if a stream of sessions may use an application.
bool has_sessions(const ApplicationConfig& application, const std::vector<StreamConfig>& streams) {
  return std::ranges::any_of(streams, [&](const StreamConfig& stream) {
    const auto weight = stream.mix.find(application.name);
    return stream.session &&
           (stream.mix.empty() || (weight != stream.mix.end() && weight->second > 0));
  });
}

/// Adds the encoders of applications as applications of their own, because their tasks differ from
/// those of the other steps.
void add_encoders(Workload& workload) {
  for (const ApplicationId a : ids<ApplicationId>(workload.applications.size())) {
    const auto family = workload.applications[a].family;
    if (!family || !family->encodes()) continue;
    const StepWork encoding{.encodes = true, .chunks = {{}}};
    Application encoder{workload.applications[a].name + ".encode", family->step(encoding), {}};
    const auto taken = std::ranges::count(workload.applications, encoder.name, &Application::name);
    if (taken > 0) {
      throw InputError("application '" + encoder.name + "' has the name of the encoder of '" +
                       workload.applications[a].name + "'; give it another name");
    }
    workload.applications[a].encoder = workload.applications.next_id();
    workload.applications.push_back(std::move(encoder));
  }
}

/// Adds the forms of applications to a workload, as applications of their own.
class FormBuilder {
 public:
  FormBuilder(const std::shared_ptr<const TimesTable>& times, std::set<std::string>& names,
              std::map<std::string, Bytes>& sizes, Workload& workload)
      : times_(times), names_(names), sizes_(sizes), workload_(workload) {}

  void add(const ApplicationConfig& owner, ApplicationId id) {
    for (const FormConfig& form : owner.alternatives.forms) {
      const ApplicationConfig config = owner.in_form(form);
      if (form.name.empty() || !names_.insert(config.name).second) {
        throw InputError(form.place, "the form '" + form.name + "' of application '" + owner.name +
                                         "' needs a name of its own; give it another one");
      }
      check_weights(config, sizes_);
      Application built = config.build(times_);
      built.form_of = id;
      if (workload_.applications[id].forms.empty()) workload_.applications[id].graph = built.graph;
      workload_.applications[id].forms.push_back(workload_.applications.next_id());
      workload_.applications.push_back(std::move(built));
    }
    if (owner.per_operator) add_mix(owner, id);
  }

 private:
  /// Adds the form in which every operator has a form of its own.
  void add_mix(const ApplicationConfig& owner, ApplicationId id) {
    std::vector<FormMix::Form> programs;
    for (const FormConfig& form : owner.alternatives.forms) {
      programs.push_back({form.name, owner.in_form(form).program()});
    }
    Application mixed{owner.name + "/each operator", nullptr, owner.deadline};
    try {
      mixed.mix = std::make_shared<const FormMix>(mixed.name, programs);
    } catch (const InputError& error) {
      throw InputError(owner.place, error.what());
    }
    mixed.graph = mixed.mix->all_tasks();
    mixed.form_of = id;
    workload_.applications[id].mixed = workload_.applications.next_id();
    workload_.applications.push_back(std::move(mixed));
  }

  const std::shared_ptr<const TimesTable>& times_;
  std::set<std::string>& names_;
  std::map<std::string, Bytes>& sizes_;
  Workload& workload_;
};

}  // namespace

Workload WorkloadConfig::build() const {
  Workload workload{name, {}, {}};
  const auto table = read_times(times);
  std::set<std::string> taken;
  for (const ApplicationConfig& config : applications) {
    if (!taken.insert(config.name).second) {
      throw InputError(config.place, "application '" + config.name +
                                         "' appears twice; give each of them its own name");
    }
    if (config.alternatives.forms.empty()) {
      const bool serves = has_sessions(config, streams);
      if (config.serving && !serves) {
        throw InputError(config.place, "application '" + config.name +
                                           "' has 'serving', but no stream of sessions uses it; "
                                           "give a stream a 'session', or leave 'serving' out");
      }
      workload.applications.push_back(config.build(table, serves));
    } else {
      workload.applications.push_back({config.name, nullptr, config.deadline});
    }
  }
  std::map<std::string, Bytes> sizes;
  for (const ApplicationConfig& config : applications) check_weights(config, sizes);
  if (applications.empty()) {
    throw InputError(place, "the workload has no applications; add at least one");
  }
  FormBuilder forms(table, taken, sizes, workload);
  for (std::size_t i = 0; i < applications.size(); ++i) {
    forms.add(applications[i], static_cast<ApplicationId>(i));
  }
  workload.streams = build_streams(streams, workload);
  add_encoders(workload);
  for (Stream& stream : workload.streams) stream.weights.resize(workload.applications.size());
  return workload;
}

}  // namespace kairos
