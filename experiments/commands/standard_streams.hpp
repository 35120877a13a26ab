// Standard input, output and error of the program, whatever state they are handed over in.
#pragma once

namespace kairos {

/// Call first: files that are opened later never take the place of a closed stream, and a closed
/// pipe is an error of writing instead of the end of the process.
void secure_standard_streams();

/// Call last: throws InputError if a part of the output could not be written. Where the reader of a
/// pipe has gone, the process ends as other programs do, by SIGPIPE.
void finish_standard_output();

/// True once standard output refuses what is written.
bool standard_output_failed();

}  // namespace kairos
