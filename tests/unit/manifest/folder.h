#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/async/file.h"

namespace armillary::test {

/// A folder for one case, which goes with it.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "armillary-manifest.XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()));
        m_path = name;
    }
    Folder(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(m_path); }
    std::filesystem::path make(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((m_path / name).parent_path());
        std::ofstream(m_path / name, std::ios::binary) << text;
        return m_path / name;
    }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

inline std::string read(const std::filesystem::path& path) {
    return async::readFile(path).value_or("cannot be read");
}

}  // namespace armillary::test
