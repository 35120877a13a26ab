// Makes standard input, output and error safe to use even if they are closed or fail.
#pragma once

namespace kairos {

/// Must be called first. Files opened later cannot take the place of a closed stream, and writing
/// to a closed pipe is an error instead of ending the process.
void secure_standard_streams();

/// Must be called last. Throws InputError if some of the output could not be written. If the reader
/// of a pipe has gone, the process ends by SIGPIPE, as other programs do.
void finish_standard_output();

/// True if writing to standard output has failed.
bool standard_output_failed();

}  // namespace kairos
