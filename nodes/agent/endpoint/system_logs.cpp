#include "nodes/agent/endpoint/system_logs.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <format>
#include <memory>

#include "engine/schema/percent.h"

namespace armillary::agent {
namespace {

constexpr std::size_t kMaxEntries = 10'000;

std::string escaped(std::string_view text) {
    std::string out;
    for (char byte : text) {
        switch (byte) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&#34;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += byte;
        }
    }
    return out;
}

/// Takes the descriptor over.
std::string pageOf(int folder) {
    const std::unique_ptr<DIR, decltype([](DIR* dir) { closedir(dir); })> dir(fdopendir(folder));
    std::vector<std::string> names;
    while (dir && names.size() < kMaxEntries) {
        const dirent* entry = readdir(dir.get());
        if (entry == nullptr) break;
        const std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(entry->d_type == DT_DIR ? name + "/" : name);
    }
    std::ranges::sort(names);
    std::string out = "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n";
    for (const std::string& name : names) {
        const bool isFolder = name.ends_with('/');
        const auto link = schema::percentEncoded(name.substr(0, name.size() - isFolder)) + (isFolder ? "/" : "");
        out += std::format("<a href=\"{}\">{}</a>\n", link, escaped(name));
    }
    return out + "</pre>\n";
}

}  // namespace

Result<SystemLog> openSystemLog(const std::string& folder, const std::vector<std::string>& path) {
    std::string relative = ".";
    for (const std::string& part : path) relative += "/" + part;
    const auto missing = [&] { return std::unexpected(status::notFound("logs", relative)); };
    // A NUL would cut the name short of what was asked for.
    if (relative.find('\0') != std::string::npos) return missing();
    const int root = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return missing();
    open_how how{};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const int file = static_cast<int>(::syscall(SYS_openat2, root, relative.c_str(), &how, sizeof how));
    ::close(root);
    if (file < 0) return missing();
    struct stat info{};
    ::fstat(file, &info);
    SystemLog out;
    if (S_ISDIR(info.st_mode)) {
        out.page = pageOf(file);
        return out;
    }
    if (!S_ISREG(info.st_mode)) {
        ::close(file);
        return missing();
    }
    out.file = file;
    out.size = static_cast<std::uint64_t>(info.st_size);
    return out;
}

}  // namespace armillary::agent
