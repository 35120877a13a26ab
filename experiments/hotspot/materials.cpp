#include "experiments/hotspot/materials.hpp"

#include <fmt/format.h>

#include "experiments/hotspot/words.hpp"

namespace kairos::hotspot {
namespace {

/// Reads the first word of each line; HotSpot ignores the rest of a line.
class Entries {
 public:
  explicit Entries(const std::filesystem::path& file) : lines_(read_lines(file)) {}

  [[nodiscard]] bool is_over() const { return next_ == lines_.size(); }
  const Word& take(const Word* entry, const char* what) {
    if (!is_over()) return lines_[next_++].front();
    throw InputError(entry->place, fmt::format("material '{}' has no {}; add it on the next line",
                                               entry->text, what));
  }

 private:
  std::vector<std::vector<Word>> lines_;
  std::size_t next_ = 0;
};

}  // namespace

Materials read_materials(const std::filesystem::path& file) {
  Materials materials;
  for (Entries entries(file); !entries.is_over();) {
    const Word name = entries.take(nullptr, "name");
    const Word& type = entries.take(&name, "type, 'solid' or 'fluid'");
    if (type.text != "solid" && type.text != "fluid") {
      throw InputError(type.place, fmt::format("material '{}' is of type '{}'; write 'solid' or "
                                               "'fluid'",
                                               name.text, type.text));
    }
    const bool is_fluid = type.text == "fluid";
    const double conductivity =
        not_negative(entries.take(&name, "thermal conductivity"), "thermal conductivity");
    const double heat =
        not_negative(entries.take(&name, "volumetric heat capacity"), "volumetric heat capacity");
    if (is_fluid) not_negative(entries.take(&name, "dynamic viscosity"), "dynamic viscosity");
    materials.emplace(name.text, Material{Conductivity(conductivity), VolumetricHeat(heat)});
  }
  return materials;
}

}  // namespace kairos::hotspot
