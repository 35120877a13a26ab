// Makes text from outside safe to show on a terminal, in a table or in a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kairos {

/// The text with every control character and every byte that is not UTF-8 replaced by an escape
/// such as \x1b, so that it cannot move the cursor, colour the terminal or break a line.
std::string printable(std::string_view text);

/// The text itself, or its beginning and end around "..." if it has more than `longest` bytes.
std::string shortened(std::string_view text, std::size_t longest);

/// A number with its noun: "1 task", "2 tasks".
std::string counted(std::size_t count, std::string_view noun);

/// The text with each long value in 'quotes' shortened.
std::string with_short_quotes(std::string_view text);

}  // namespace kairos
