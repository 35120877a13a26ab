#include "experiments/gallery/gallery_files.hpp"

#include <algorithm>

#include "experiments/files/library.hpp"
#include "sim/base/csv.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// The number at the beginning of a name such as "20_skip"; empty if there is none.
std::string number_of(const std::string& name) {
  const std::size_t end = name.find_first_not_of("0123456789");
  return end != std::string::npos && name[end] == '_' ? name.substr(0, end) : std::string();
}

std::string without_number(const std::string& name) {
  const std::string number = number_of(name);
  return number.empty() ? name : name.substr(number.size() + 1);
}

void add_files(Shelf shelf, std::vector<GalleryEntry>& to) {
  for (const std::string& name : shelf_names(shelf)) {
    to.push_back({name, shelf_folder(shelf) / (name + ".yaml"), {}, {}});
  }
}

/// Adds the papers of without_counterpart.csv, which has the columns name, title and why.
void add_papers_without_counterpart(std::vector<GalleryEntry>& to) {
  const fs::path file = shelf_folder(Shelf::papers) / "without_counterpart.csv";
  std::error_code missing;
  if (!fs::exists(file, missing)) return;
  const CsvTable table = read_csv({file.string(), {}});
  for (const CsvTable::Row& row : table.rows) {
    if (row.cells.size() != 3) {
      throw InputError(row.place, "a row needs the three cells name, title and why");
    }
    to.push_back({row.cells[0], {}, row.cells[1], row.cells[2]});
  }
}

bool names_a_path(const std::string& name) {
  const fs::path path(name);
  const auto extension = path.extension();
  return name.find('/') != std::string::npos || extension == ".yaml" || extension == ".yml" ||
         extension == ".json";
}

/// True for the name itself, and for its parts without or instead of the number.
bool is_called(const GalleryEntry& entry, const std::string& name) {
  const std::string number = number_of(entry.name);
  if (entry.name == name || without_number(entry.name) == name) return true;
  return !number.empty() && (number == name || (number.front() == '0' && number.substr(1) == name));
}

}  // namespace

std::vector<GalleryEntry> gallery_entries() {
  std::vector<GalleryEntry> entries;
  add_files(Shelf::papers, entries);
  add_papers_without_counterpart(entries);
  std::ranges::stable_sort(entries, {}, &GalleryEntry::name);  // Numbers have two digits.
  add_files(Shelf::silicon, entries);
  return entries;
}

std::vector<GalleryEntry> find_gallery_entries(const std::string& name) {
  if (names_a_path(name)) return {{fs::path(name).stem().string(), name, {}, {}}};
  std::vector<std::string> known;
  std::vector<GalleryEntry> found;
  for (GalleryEntry& entry : gallery_entries()) {
    if (entry.name == name) return {entry};
    known.push_back(entry.name);
    if (without_number(entry.name) != entry.name) known.push_back(without_number(entry.name));
    if (is_called(entry, name)) found.push_back(std::move(entry));
  }
  if (!found.empty()) return found;
  throw InputError(unknown_name("gallery file", name, known, " (see 'kairos list papers')"));
}

}  // namespace kairos
