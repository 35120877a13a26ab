#include "sim/base/value.hpp"

#include <algorithm>
#include <charconv>

#include "sim/base/find_path.hpp"

namespace kairos {

Value Value::scalar(std::string text, SourceLocation place) {
  Value value;
  value.kind = Kind::scalar;
  value.text = std::move(text);
  value.place = std::move(place);
  return value;
}

Value Value::list() {
  return list({});
}

Value Value::list(std::vector<Value> items, SourceLocation place) {
  Value value;
  value.kind = Kind::list;
  value.items = std::move(items);
  value.place = std::move(place);
  return value;
}

Value Value::map(SourceLocation place) {
  Value value;
  value.kind = Kind::map;
  value.place = std::move(place);
  return value;
}

const Value* Value::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &found->value;
}

Value* Value::find(std::string_view key) {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &found->value;
}

void Value::set(std::string key, Value value) {
  if (Value* present = find(key)) {
    *present = std::move(value);
  } else {
    SourceLocation key_place = value.place;
    entries.push_back({std::move(key), std::move(key_place), std::move(value)});
  }
}

void Value::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& entry) { return entry.key == key; });
}

namespace {

std::string cut(const std::string& text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

void append_in_line(std::string& to, const Value& value) {
  if (!value.is_list() && !value.is_map()) {
    to += value.text;
    return;
  }
  const char* between = "";
  to += value.is_list() ? '[' : '{';
  for (const Value& item : value.items) {
    to += between;
    append_in_line(to, item);
    between = ", ";
  }
  for (const Value::Entry& entry : value.entries) {
    to.append(between).append(entry.key).append(": ");
    append_in_line(to, entry.value);
    between = ", ";
  }
  to += value.is_list() ? ']' : '}';
}

}  // namespace

std::string Value::whole_in_line() const {
  std::string whole;
  append_in_line(whole, *this);
  return whole;
}

std::string Value::in_line() const {
  return cut(whole_in_line());
}

std::string Value::shown() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  return "'" + cut(text) + "'";
}

namespace {

/// The item of a list at a position, or else the first map in it whose 'name' is `step`; nullptr if
/// there is neither.
const Value* item_of(const Value& list, std::string_view step) {
  std::size_t position = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), position);
  if (error == std::errc{} && end == step.data() + step.size()) {
    return position < list.items.size() ? &list.items[position] : nullptr;
  }
  const auto named = std::ranges::find_if(list.items, [&](const Value& item) {
    const Value* name = item.is_map() ? item.find("name") : nullptr;
    return name != nullptr && name->is_scalar() && name->text == step;
  });
  return named == list.items.end() ? nullptr : &*named;
}

Value& step_into(Value& at, std::string_view step, std::string_view path,
                 const SourceLocation& place) {
  const auto fail = [&](const std::string& why) {
    return InputError(place, "'" + std::string(path) + "' cannot be set: " + why);
  };
  if (at.is_list()) {
    const Value* item = item_of(at, step);
    if (item != nullptr) return at.items[static_cast<std::size_t>(item - at.items.data())];
    throw fail("'" + std::string(step) +
               "' is neither the name of an item nor a position in the "
               "list of " +
               std::to_string(at.items.size()) + "; count from 0");
  }
  if (at.is_null()) at.kind = Value::Kind::map;
  if (!at.is_map()) throw fail("the step before '" + std::string(step) + "' is " + at.shown());
  if (at.find(step) == nullptr) {
    Value unset;
    unset.place = place;
    at.set(std::string(step), unset);
  }
  return *at.find(step);
}

}  // namespace

const Value* find_path(const Value& root, std::string_view path) {
  const Value* at = &root;
  for (std::size_t begin = 0; at != nullptr && begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const std::string_view step = path.substr(begin, end - begin);
    begin = end + 1;
    at = at->is_list() ? item_of(*at, step) : at->find(step);
  }
  return at;
}

void set_path(Value& root, std::string_view path, Value value) {
  Value* at = &root;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    at = &step_into(*at, path.substr(begin, end - begin), path, value.place);
    begin = end + 1;
  }
  *at = std::move(value);
}

}  // namespace kairos
