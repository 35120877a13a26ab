// The interface of the formats of `kairos reproduce`. Each format is a plug-in, in a file of
// gallery/writers.
#pragma once

#include <string>
#include <string_view>

#include "experiments/gallery/reproduction.hpp"

namespace kairos {

class GalleryWriter {
 public:
  static constexpr std::string_view kind = "gallery_format";
  static constexpr std::string_view called = "format of the gallery";

  virtual ~GalleryWriter() = default;
  /// The rows as text that ends in a line feed.
  [[nodiscard]] virtual std::string write(const Reproduction& reproduction) const = 0;
};

}  // namespace kairos
