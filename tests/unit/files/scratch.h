#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "app/files/archive/tar_writer.h"

namespace armillary::test {

namespace fs = std::filesystem;

/// A folder that goes with the test.
class Scratch {
public:
    Scratch() {
        std::string name = (fs::temp_directory_path() / "armillary-files.XXXXXX").string();
        m_path = ::mkdtemp(name.data());
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const fs::path& path() const { return m_path; }
    fs::path operator/(const std::string& name) const { return m_path / name; }

private:
    fs::path m_path;
};

inline std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

/// One member, as tar would have it.
inline std::string member(app::TarMember::Type type, const std::string& name, const std::string& content = {},
                          const std::string& target = {}, unsigned mode = 0644) {
    std::string made =
        app::tar::header({.type = type, .name = name, .target = target, .size = content.size(), .mode = mode}) +
        content;
    made.append(app::tar::padding(content.size()), '\0');
    return made;
}
inline std::string file(const std::string& name, const std::string& content = "evil") {
    return member(app::TarMember::Type::File, name, content);
}
inline std::string folder(const std::string& name) {
    return member(app::TarMember::Type::Folder, name, {}, {}, 0755);
}
inline std::string linkTo(const std::string& name, const std::string& target) {
    return member(app::TarMember::Type::Link, name, {}, target);
}

/// A header of a type that the writer has no word for.
inline std::string header(char type, const std::string& name, std::uint64_t size = 0) {
    std::string block = app::tar::header({.name = name, .size = size});
    block[app::tar::kType] = type;
    // The sum says so.
    block.replace(app::tar::kSum, app::tar::kSumSize, app::tar::kSumSize, ' ');
    unsigned sum = 0;
    for (const char byte : block) sum += static_cast<unsigned char>(byte);
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    block.replace(app::tar::kSum, 7, std::string(digits, 6) + '\0');
    return block;
}

}  // namespace armillary::test
