#include "experiments/files/library.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "experiments/files/read_document.hpp"
#include "sim/base/file.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

fs::path home() {
  const char* set = std::getenv("KAIROS_HOME");
  return set != nullptr && *set != '\0' ? fs::path(set) : fs::path(KAIROS_SOURCE_DIR);
}

std::string_view kind_of(Shelf shelf) {
  switch (shelf) {
    case Shelf::platforms:
      return "platform";
    case Shelf::workloads:
      return "workload";
    case Shelf::models:
      return "model";
    case Shelf::experiments:
    case Shelf::papers:
    case Shelf::silicon:
      return "experiment";
  }
  return {};
}

bool is_document_path(const std::string& name) {
  return name.find('/') != std::string::npos || fs::path(name).has_extension();
}

Value load(const Value& reference, Shelf shelf, const Value* import) {
  const std::string& name = scalar_text(reference, kind_of(shelf));
  if (!is_document_path(name)) {
    const fs::path file = shelf_folder(shelf) / (name + ".yaml");
    if (!is_there(file)) {
      throw InputError(reference.place, unknown_name(kind_of(shelf), name, shelf_names(shelf)));
    }
    return read_document(file, kind_of(shelf), import);
  }
  const fs::path folder =
      reference.place.file ? fs::path(*reference.place.file).parent_path() : fs::path();
  return read_document((folder / name).lexically_normal(), kind_of(shelf), import, reference.place);
}

}  // namespace

fs::path shelf_folder(Shelf shelf) {
  switch (shelf) {
    case Shelf::platforms:
      return home() / "platforms" / "library";
    case Shelf::workloads:
      return home() / "workloads" / "library";
    case Shelf::models:
      return home() / "workloads" / "models" / "library";
    case Shelf::experiments:
      return home() / "experiments" / "catalogue";
    case Shelf::papers:
      return home() / "experiments" / "papers";
    case Shelf::silicon:
      return home() / "experiments" / "silicon";
  }
  return {};
}

std::vector<std::string> shelf_names(Shelf shelf) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(shelf_folder(shelf), missing)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

/// Merges a map into a list: `clusters: {A15: {...}}` changes the row named A15.
void merge_rows(Value& rows, const Value& over) {
  for (const Value::Entry& entry : over.entries) {
    std::vector<std::string> names;
    Value* found = nullptr;
    for (Value& row : rows.items) {
      const Value* name = row.is_map() ? row.find("name") : nullptr;
      if (name == nullptr) continue;
      names.push_back(name->text);
      if (name->text == entry.key) found = &row;
    }
    if (found == nullptr) throw InputError(entry.place, unknown_name("row", entry.key, names));
    merge(*found, entry.value);
  }
}

void merge(Value& base, const Value& over) {
  if (base.is_list() && over.is_map()) {
    merge_rows(base, over);
    return;
  }
  if (!base.is_map() || !over.is_map()) {
    base = over;
    return;
  }
  // A search for each key would take quadratic time.
  std::map<std::string, std::size_t, std::less<>> rows;
  for (const Value::Entry& entry : base.entries) rows.emplace(entry.key, rows.size());
  for (const Value::Entry& entry : over.entries) {
    const auto present = rows.find(entry.key);
    if (present != rows.end()) {
      merge(base.entries[present->second].value, entry.value);
    } else {
      base.entries.push_back(entry);
    }
  }
}

namespace {

/// Resolves a reference. `import` says how a file of a foreign format is read; it may be null.
Value resolved(const Value& reference, Shelf shelf, const Value* import, int depth) {
  constexpr int deepest = 8;
  if (depth > deepest) {
    throw InputError(reference.place,
                     "'use' is nested too deeply, perhaps in a cycle; use a file that does not use "
                     "another file");
  }
  if (!reference.is_map()) {
    Value loaded = load(reference, shelf, import);
    return loaded.is_map() && loaded.find("use") != nullptr
               ? resolved(loaded, shelf, nullptr, depth + 1)
               : loaded;
  }
  const Value* used = reference.find("use");
  if (used == nullptr) return reference;
  Value document = resolved(*used, shelf, reference.find("import"), depth + 1);
  Value rest = reference;
  rest.erase("use");
  rest.erase("import");
  merge(document, rest);
  return document;
}

}  // namespace

Value resolve(const Value& reference, Shelf shelf) {
  return resolved(reference, shelf, nullptr, 0);
}

namespace {

/// Replaces the name of the model of an application or form by its document. Returns the model;
/// null if there is none.
const Value* resolve_model(Value& owner) {
  Value* model = owner.is_map() ? owner.find("model") : nullptr;
  if (model == nullptr || model->is_null()) return nullptr;
  *model = resolve(*model, Shelf::models);
  if (model->is_map() && model->find("model") == nullptr) {
    Value document = Value::map(model->place);
    if (const Value* name = model->find("name")) document.set("name", *name);
    document.set("model", *model);
    *model = std::move(document);
  }
  return model;
}

/// Gives the call of an application or form the keys of `presets` that it does not set.
void complete_call(Value& owner, const Value* presets) {
  Value* call = owner.is_map() ? owner.find("call") : nullptr;
  if (call == nullptr || !call->is_map() || presets == nullptr || !presets->is_map()) return;
  Value whole = *presets;
  merge(whole, *call);
  *call = std::move(whole);
}

const Value* call_of(const Value* owner) {
  return owner != nullptr && owner->is_map() ? owner->find("call") : nullptr;
}

/// Replaces the names of models by their documents. The call of an application gets the presets of
/// its model, and the call of a form those of the application or of its own model.
void resolve_models(Value& workload) {
  Value* applications = workload.is_map() ? workload.find("applications") : nullptr;
  if (applications == nullptr || !applications->is_list()) return;
  for (Value& application : applications->items) {
    const Value* model = resolve_model(application);
    complete_call(application, call_of(model));
    Value* forms = application.is_map() ? application.find("alternatives") : nullptr;
    if (forms == nullptr || !forms->is_map()) continue;
    for (Value::Entry& form : forms->entries) {
      const Value* own = resolve_model(form.value);
      const Value* presets = call_of(&application);
      if (own != nullptr || presets == nullptr) presets = call_of(own != nullptr ? own : model);
      complete_call(form.value, presets);
    }
  }
}

}  // namespace

Value resolve_workload(const Value& reference) {
  Value workload = resolve(reference, Shelf::workloads);
  resolve_models(workload);
  return workload;
}

void resolve_each(Value& owner, std::string_view list) {
  Value* items = owner.is_map() ? owner.find(list) : nullptr;
  if (items == nullptr) return;
  if (items->is_map()) *items = Value::list({*items}, items->place);
  for (Value& item : items->items) {
    if (!item.is_map()) continue;
    if (Value* platform = item.find("platform")) *platform = resolve(*platform, Shelf::platforms);
    if (Value* workload = item.find("workload")) *workload = resolve_workload(*workload);
  }
}

}  // namespace kairos
