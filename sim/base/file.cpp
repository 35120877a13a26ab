#include "sim/base/file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sim/base/files_read.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// Makes an error about a file, with the place that asks for the file or with the file itself as
/// its place.
InputError about(const fs::path& path, const SourceLocation& asked_by, const std::string& what) {
  if (asked_by.file) return InputError(asked_by, "file '" + path.string() + "': " + what);
  return InputError({std::make_shared<const std::string>(path.string()), 0, 0}, what);
}

void refuse_irregular(const fs::path& path, const SourceLocation& asked_by, std::uintmax_t most) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    throw about(path, asked_by, "the file does not exist; check its name");
  }
  if (error) throw about(path, asked_by, "the file cannot be accessed (" + error.message() + ")");
  if (fs::is_directory(status)) throw about(path, asked_by, "this is a folder; name a file in it");
  if (!fs::is_regular_file(status)) {
    throw about(path, asked_by, "this is a pipe or a device; name a regular file");
  }
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > most) {
    throw about(path, asked_by,
                "the file is larger than " + std::to_string(most >> 20U) + " MiB; make it smaller");
  }
}

struct Close {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};

}  // namespace

std::string read_file(const fs::path& path, const SourceLocation& asked_by, std::uintmax_t most) {
  refuse_irregular(path, asked_by, most);
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file) {
    throw about(path, asked_by,
                std::string("the file cannot be opened (") + std::strerror(errno) + ")");
  }
  std::string bytes;
  std::array<char, 65536> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    bytes.append(buffer.data(), count);
    if (bytes.size() > most) throw about(path, asked_by, "the file grew while it was read");
  }
  if (std::ferror(file.get()) != 0) {
    throw about(path, asked_by,
                std::string("the file cannot be read (") + std::strerror(errno) + ")");
  }
  note_file_read(path.string(), bytes);
  return bytes;
}

std::string plain_lines(std::string text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  std::string lines;
  lines.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      lines += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      lines += '\n';
    }
  }
  return lines;
}

std::string text_of(std::string bytes, const fs::path& path, const SourceLocation& asked_by) {
  std::string text = plain_lines(std::move(bytes));
  if (text.find_first_not_of(" \t\n") == std::string::npos) {
    throw about(path, asked_by, "the file is empty; name a file with content");
  }
  const auto is_binary = [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n'; };
  if (std::ranges::any_of(text, is_binary)) {
    throw about(path, asked_by, "the file is not a text file; name a text file");
  }
  return text;
}

std::string read_text_file(const fs::path& path, const SourceLocation& asked_by,
                           std::uintmax_t most) {
  return text_of(read_file(path, asked_by, most), path, asked_by);
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

fs::path anchored(const std::string& text, const SourceLocation& place) {
  const fs::path folder = place.file ? fs::path(*place.file).parent_path() : fs::path();
  std::error_code error;
  const fs::path absolute = fs::absolute(folder / text, error);
  return error ? (folder / text).lexically_normal() : absolute.lexically_normal();
}

void Codec<FilePath>::read(const Value& from, FilePath& to) {
  const std::string& text = scalar_text(from, "path of a file");
  to = {text.empty() ? text : anchored(text, from.place).string(), from.place};
}

Value Codec<FilePath>::write(const FilePath& path) {
  return Codec<std::string>::write(path.text);
}

bool is_path(std::string_view text) {
  return text.find('/') != std::string_view::npos || text.ends_with(".weights");
}

void Codec<LibraryFile>::read(const Value& from, LibraryFile& to) {
  const std::string& text = scalar_text(from, "name or path of a file");
  to = {is_path(text) ? anchored(text, from.place).string() : text, from.place};
}

Value Codec<LibraryFile>::write(const LibraryFile& file) {
  return Codec<std::string>::write(file.text);
}

}  // namespace kairos
