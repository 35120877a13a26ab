#include "experiments/fit/free_constant.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "platforms/platform_config.hpp"
#include "sim/base/display_units.hpp"
#include "sim/base/find_path.hpp"

namespace kairos {
namespace {

/// A place in the schema of platforms, and the limits of the field to which it belongs.
struct SchemaPlace {
  const Schema* schema;
  Limits limits;
};

SchemaPlace step_into(const SchemaPlace& at, const std::string& step, const std::string& path) {
  const Schema& schema = *at.schema;
  const auto fail = [&](const std::string& why) {
    return InputError("--free " + path + ": " + why);
  };
  if (schema.kind == Schema::Kind::record) {
    std::vector<std::string> names;
    for (const FieldSchema& field : schema.fields) {
      if (field.name == step) return {field.schema.get(), field.limits};
      names.push_back(field.name);
    }
    throw fail(unknown_name("key", step, names));
  }
  const bool has_items = schema.kind == Schema::Kind::list || schema.kind == Schema::Kind::map;
  if (has_items) return {schema.item.get(), {}};
  throw fail("the key before '" + step + "' has no keys of its own; leave out '" + step + "'");
}

/// The names of the items of a list or the keys of a map, for messages.
std::vector<std::string> names_in(const Value& owner) {
  std::vector<std::string> names;
  for (const Value& item : owner.items) {
    const Value* name = item.is_map() ? item.find("name") : nullptr;
    if (name != nullptr) names.push_back(name->text);
  }
  for (const Value::Entry& entry : owner.entries) names.push_back(entry.key);
  return names;
}

constexpr double nearest_to_bound = 1e-3;

}  // namespace

FreeConstant::FreeConstant(std::string path, const Value& platform) : path_(std::move(path)) {
  const Schema root = Codec<PlatformConfig>::schema();
  SchemaPlace at{&root, {}};
  const Value* owner = &platform;
  for (std::size_t begin = 0; begin <= path_.size();) {
    const std::size_t end = std::min(path_.find('.', begin), path_.size());
    const std::string step = path_.substr(begin, end - begin);
    const bool names_items =
        at.schema->kind == Schema::Kind::list || at.schema->kind == Schema::Kind::map;
    at = step_into(at, step, path_);
    const Value* written = find_path(*owner, step);
    if (written == nullptr || written->is_null()) {
      if (names_items) {
        throw InputError("--free " + path_ + ": " + unknown_name("item", step, names_in(*owner)));
      }
      throw InputError("--free " + path_ + ": the platform does not set '" + step +
                       "'; begin with --set " + path_ + "=VALUE");
    }
    owner = written;
    begin = end + 1;
  }
  limits_ = at.limits;
  const bool is_list_of_one = at.schema->kind == Schema::Kind::list && owner->is_scalar();
  read(is_list_of_one ? *at.schema->item : *at.schema, *owner);
}

void FreeConstant::read(const Schema& schema, const Value& written) {
  const auto fail = [&](const std::string& why) {
    return InputError(written.place, "--free " + path_ + ": " + why);
  };
  schema_ = schema;
  place_ = written.place;
  const bool is_quantity = schema.kind == Schema::Kind::quantity;
  if (schema.kind == Schema::Kind::integer || schema.kind == Schema::Kind::signed_integer) {
    throw fail(
        "the value is a whole number, which cannot change in small steps; free a constant "
        "such as clusters.NAME.power.capacitance");
  }
  if (!written.is_scalar() || (!is_quantity && schema.kind != Schema::Kind::number) ||
      schema.quantity == "temperature") {
    throw fail(written.shown() +
               " is not a number that can be fitted; free a constant such as "
               "clusters.NAME.power.capacitance");
  }
  start_ = at_place(written, [&] {
    return is_quantity ? parse_with_unit(written.text, family()) : parse_number(written.text);
  });
  if (is_quantity && !limits_.low && start_ >= 0) limits_.low = 0;
  const double scale = limits_.low && !limits_.high ? start_ - *limits_.low : start_;
  if (!limits_.high && (scale == 0 || (limits_.low && scale < 0))) {
    throw fail(
        "the value begins at its lower bound, so that its scale is unknown; begin with "
        "another one, by --set " +
        path_ + "=VALUE");
  }
}

double FreeConstant::first_variable() const {
  if (!limits_.low || !limits_.high) return 1;
  const double share = (start_ - *limits_.low) / (*limits_.high - *limits_.low);
  return std::asin(std::sqrt(std::clamp(share, nearest_to_bound, 1 - nearest_to_bound)));
}

double FreeConstant::at(double variable) const {
  if (!limits_.low) return start_ * variable;
  if (!limits_.high) return *limits_.low + (start_ - *limits_.low) * variable * variable;
  const double sine = std::sin(variable);
  return *limits_.low + (*limits_.high - *limits_.low) * sine * sine;
}

std::string FreeConstant::text(double constant) const {
  if (schema_.kind != Schema::Kind::quantity) return shortest(constant);
  if (schema_.quantity == units_of<Duration>().quantity) {
    return format(Duration::picoseconds(std::llround(constant * picoseconds_per_second)));
  }
  return format_with_unit(constant, family());
}

std::string FreeConstant::shown(double constant) const {
  if (schema_.kind != Schema::Kind::quantity) return fmt::format("{:.4g}", constant);
  return brief(constant, family());
}

}  // namespace kairos
