// The LaTeX format: one longtable with a line per experiment and per row, for \input in a document
// that loads the package longtable.
#include <fmt/format.h>

#include "experiments/gallery/gallery_writer.hpp"
#include "experiments/gallery/shown_row.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// The text with every character escaped that has a meaning in LaTeX.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("&%$#_{}").find(c) != std::string_view::npos) {
      result += '\\';
      result += c;
    } else if (c == '\\') {
      result += "\\textbackslash{}";
    } else if (c == '~') {
      result += "\\textasciitilde{}";
    } else if (c == '^') {
      result += "\\textasciicircum{}";
    } else {
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

template <class Cells>
std::string line_of(const Cells& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : " & ") + escaped(cell);
  return line + " \\\\\n";
}

class LatexGalleryWriter final : public GalleryWriter {
 public:
  [[nodiscard]] std::string write(const Reproduction& reproduction) const override {
    std::string text = "\\begin{longtable}{lrrrrll}\n\\hline\n" + line_of(columns_of_gallery) +
                       "\\hline\n\\endhead\n";
    for (const ReproducedExperiment& experiment : reproduction.experiments) {
      text += fmt::format("\\multicolumn{{{}}}{{l}}{{\\textbf{{{}}}}} \\\\\n",
                          columns_of_gallery.size(), escaped(experiment.name));
      for (const ComparedRow& row : experiment.rows) text += line_of(shown(row));
    }
    return text + "\\hline\n\\end{longtable}\n% " + escaped(summary_of(reproduction)) + '\n';
  }
};

const Register<GalleryWriter, LatexGalleryWriter> registered{
    "latex", "LaTeX longtable with one line per row"};

}  // namespace
}  // namespace kairos
