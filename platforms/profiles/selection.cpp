#include "platforms/profiles/selection.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// Calls a function for every measurement of a profile.
template <class Function>
void for_each(const Profile& profile, Function function) {
  for (const MeasuredTime& time : profile.times) function(time);
  for (const MeasuredPoint& point : profile.points) function(point);
}

template <class Predicate>
void keep_if(Profile& profile, Predicate is_kept) {
  std::erase_if(profile.times, [&](const MeasuredTime& time) { return !is_kept(time); });
  std::erase_if(profile.points, [&](const MeasuredPoint& point) { return !is_kept(point); });
}

template <class NameOf>
std::vector<std::string> names(const Profile& profile, NameOf name_of) {
  std::set<std::string> found;
  for_each(profile, [&](const Measured& measured) {
    if (const std::string name = name_of(measured); !name.empty()) found.insert(name);
  });
  return {found.begin(), found.end()};
}

std::string label_of(const Measured& measured, const std::string& label) {
  const auto found = measured.labels.find(label);
  return found == measured.labels.end() ? std::string() : found->second;
}

void refuse_unknown(const std::string& what, const std::string& name,
                    const std::vector<std::string>& known, const SourceLocation& asked_by) {
  if (std::ranges::find(known, name) != known.end()) return;
  throw InputError(asked_by, unknown_name(what, name, known));
}

void keep_only(Profile& profile, const ProfileSelection& selection,
               const SourceLocation& asked_by) {
  for (const auto& entry : selection.only) {
    const std::string& label = entry.first;
    std::set<std::string> labels;
    for_each(profile, [&](const Measured& measured) {
      for (const auto& known : measured.labels) labels.insert(known.first);
    });
    refuse_unknown("label", label, {labels.begin(), labels.end()}, asked_by);
    const auto known = names(profile, [&](const Measured& m) { return label_of(m, label); });
    for (const std::string& value : entry.second) {
      refuse_unknown("value of '" + label + "'", value, known, asked_by);
    }
    // Measurements without the label, such as those of other units, stay.
    keep_if(profile, [&](const Measured& measured) {
      const std::string value = label_of(measured, label);
      return value.empty() || std::ranges::count(entry.second, value) > 0;
    });
  }
}

void keep_chip(Profile& profile, const std::string& chip, const SourceLocation& asked_by) {
  const auto chips = names(profile, [](const Measured& measured) { return measured.chip; });
  if (chip.empty() && chips.size() > 1) {
    throw InputError(asked_by, "the file has measurements of " + std::to_string(chips.size()) +
                                   " chips; choose one with 'chip': " + one_of(chips));
  }
  if (chip.empty() || chips.empty()) return;
  refuse_unknown("chip", chip, chips, asked_by);
  keep_if(profile, [&](const Measured& measured) { return measured.chip == chip; });
}

/// Keeps one unit. A unit that the file does not name has the chosen name or the usual one.
void keep_unit(Profile& profile, const std::string& unit, const SourceLocation& asked_by) {
  const auto name = [&](auto& all) {
    for (auto& measured : all) {
      if (measured.unit.empty()) measured.unit = unit.empty() ? profile.usual_unit : unit;
    }
  };
  name(profile.times);
  name(profile.points);
  if (unit.empty()) return;
  refuse_unknown("unit", unit,
                 names(profile, [](const Measured& measured) { return measured.unit; }), asked_by);
  keep_if(profile, [&](const Measured& measured) { return measured.unit == unit; });
}

/// What a measurement is about, without its labels.
auto subject(const MeasuredTime& time) {
  return std::tuple(time.unit, time.kernel, time.shape);
}
auto subject(const MeasuredPoint& point) {
  return std::tuple(point.unit, point.frequency.value());
}

/// Removes measurements with another value of a label if there is one of the same thing with the
/// preferred value.
template <class Row>
void prefer(std::vector<Row>& rows, const std::string& label, const std::string& value) {
  std::set<decltype(subject(rows.front()))> preferred;
  for (const Row& row : rows) {
    if (label_of(row, label) == value) preferred.insert(subject(row));
  }
  std::erase_if(rows, [&](const Row& row) {
    const std::string own = label_of(row, label);
    return !own.empty() && own != value && preferred.contains(subject(row));
  });
}

/// The kernels that have several values of a label on one unit.
std::set<std::string> told_apart_by(const std::string& label, const Profile& profile) {
  std::map<std::pair<std::string, std::string>, std::string> first_value;
  std::set<std::string> kernels;
  for (const MeasuredTime& time : profile.times) {
    const std::string value = label_of(time, label);
    const auto [first, is_new] = first_value.emplace(std::pair(time.unit, time.kernel), value);
    if (!is_new && first->second != value) kernels.insert(time.kernel);
  }
  return kernels;
}

/// Appends the values of labels to the names of kernels that were measured with several of them.
void name_variants(Profile& profile) {
  std::map<std::string, std::set<std::string>> several;
  for (const std::string& label : profile.variants) several[label] = told_apart_by(label, profile);
  for (MeasuredTime& time : profile.times) {
    const std::string kernel = time.kernel;
    for (const std::string& label : profile.variants) {
      const std::string value = label_of(time, label);
      if (several[label].contains(kernel) && !value.empty()) time.kernel += "@" + value;
    }
  }
}

/// The way out of two measurements of the same thing: a label in which they differ, if any.
std::string difference(const Measured& a, const Measured& b) {
  for (const auto& entry : a.labels) {
    const std::string other = label_of(b, entry.first);
    if (entry.second != other && !other.empty()) {
      return "; choose one with 'only' (" + entry.first + " '" + entry.second + "' or '" + other +
             "')";
    }
  }
  return "; keep one of them";
}

void refuse_twice(const Profile& profile) {
  std::map<decltype(subject(MeasuredTime{})), const MeasuredTime*> times;
  for (const MeasuredTime& time : profile.times) {
    const auto [first, is_new] = times.emplace(subject(time), &time);
    if (is_new) continue;
    throw InputError(time.place, "kernel '" + time.kernel + "' has a second time on '" + time.unit +
                                     "'" + difference(*first->second, time));
  }
  std::map<decltype(subject(MeasuredPoint{})), const MeasuredPoint*> points;
  for (const MeasuredPoint& point : profile.points) {
    const auto [first, is_new] = points.emplace(subject(point), &point);
    if (is_new) continue;
    throw InputError(point.place, "'" + point.unit + "' has a second measurement at " +
                                      format(point.frequency) + difference(*first->second, point));
  }
}

std::vector<std::string> format_names() {
  return Registry<ProfileFormat>::names();
}

}  // namespace

void ProfileFile::describe(Fields& f) {
  f("file", file, "file of measurements").required();
  f("format", format, "format of the file (see 'kairos list profiles')")
      .one_of("format of profiles", format_names);
  f("chip", selection.chip, "chip whose measurements are taken, if the file has several");
  f("unit", selection.unit, "unit of the chip whose measurements are taken (all if absent)");
  f("only", selection.only, "values of labels, such as runtime or engine, to take (all if absent)");
}

Profile ProfileFile::read() const {
  const ProfileFormat::Source source{file.text, read_file(file.text, file.place)};
  const auto name = std::make_shared<const std::string>(file.text);
  const SourceLocation asked_by = place.file ? place : SourceLocation{name, 0, 0};
  return select(Choice<ProfileFormat>(format).make()->read(source), selection, asked_by);
}

Profile select(Profile profile, const ProfileSelection& selection, const SourceLocation& asked_by) {
  keep_chip(profile, selection.chip, asked_by);
  keep_only(profile, selection, asked_by);
  keep_unit(profile, selection.unit, asked_by);
  for (const auto& entry : profile.preferred) {
    if (selection.only.contains(entry.first)) continue;
    prefer(profile.times, entry.first, entry.second);
    prefer(profile.points, entry.first, entry.second);
  }
  name_variants(profile);
  refuse_twice(profile);
  return profile;
}

}  // namespace kairos
