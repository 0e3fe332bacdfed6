#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::manifest {

/// A file's bytes, at most schema::kMaxDocumentBytes of them. The error is a sentence that names the file: absent, no
/// right, a folder, no regular file, too large.
std::expected<std::string, std::string> readBytes(const std::filesystem::path& path);

/// Writes `bytes` in the place of `expected`, whole or not at all: into a temporary file beside it, to the disk, then
/// under its name. Mode and, where permitted, owner are kept; a symbolic link goes on leading to the file. Refused,
/// with nothing written, when the file no longer holds `expected`, may not be written, or there is no room.
std::expected<void, std::string> writeBytes(const std::filesystem::path& path, std::string_view expected,
                                            std::string_view bytes);

/// Writes `bytes` into a file that is not there yet, whole or not at all; makes the folders that lead to it. Refused
/// when there is one by then.
std::expected<void, std::string> createFile(const std::filesystem::path& path, std::string_view bytes);

/// The manifests that a path names: the file itself, or those of a folder and the folders in it that end in .yaml, .yml
/// or .json, sorted; folders whose names begin with '.' left out. Bounded by kMostFiles.
inline constexpr std::size_t kMostFiles = 50'000;
std::expected<std::vector<std::filesystem::path>, std::string> manifestsAt(const std::filesystem::path& path);

}  // namespace armillary::manifest
