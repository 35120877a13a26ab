// A kind of file in one file: a note with an author.
#include "experiments/files/file_kind.hpp"

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

struct Note {
  std::string author, text;

  void describe(Fields& f) {
    f("author", author, "the person who wrote the note");
    f("text", text, "the note");
  }
};

class NoteFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "note"; }
  [[nodiscard]] std::string_view advice() const override { return "read it"; }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"author"}; }
  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& /*unused*/) const override {
    Note note;
    Codec<Note>::read(document, note);
    return "the note by '" + note.author + "' is fine";
  }
  [[nodiscard]] std::optional<Schema> schema() const override { return Codec<Note>::schema(); }
};

const Register<FileKind, NoteFile> registered{"note", "a note with an author"};

}  // namespace
}  // namespace kairos
