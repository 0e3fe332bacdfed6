#include "app/files/archive/pack_plan.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>

#include "app/files/archive/tar_writer.h"

namespace armillary::app {

namespace {

using Outcome = std::expected<void, PackFault>;

class Planner {
public:
    Outcome add(const std::string& path, const std::string& name, bool followsLink) {
        struct stat found{};
        if ((followsLink ? ::stat(path.c_str(), &found) : ::lstat(path.c_str(), &found)) != 0) return refuse(path);
        if (plan.items.size() >= PackPlan::kMostItems)
            return std::unexpected(PackFault{PackFault::Kind::TooMany, 0, path});
        TarMember member{.name = name,
                         .modified = static_cast<std::int64_t>(found.st_mtim.tv_sec),
                         .mode = static_cast<unsigned>(found.st_mode & 0777)};
        if (S_ISREG(found.st_mode)) {
            member.size = static_cast<std::uint64_t>(found.st_size);
        } else if (S_ISDIR(found.st_mode)) {
            member.type = TarMember::Type::Folder;
            member.name += '/';
        } else if (S_ISLNK(found.st_mode)) {
            member.type = TarMember::Type::Link;
            char target[PATH_MAX];
            const ssize_t length = ::readlink(path.c_str(), target, sizeof target);
            if (length < 0) return refuse(path);
            member.target.assign(target, static_cast<std::size_t>(length));
        } else {
            ++plan.leftOut;
            return {};
        }
        plan.contentBytes += member.size;
        plan.archiveBytes += tar::headerSize(member) + member.size + tar::padding(member.size);
        const bool isFolder = member.type == TarMember::Type::Folder;
        plan.items.push_back({path, std::move(member)});
        return isFolder ? addFolder(path, name) : Outcome();
    }

    PackPlan plan;

private:
    static Outcome refuse(const std::string& path) {
        return std::unexpected(PackFault{PackFault::Kind::System, errno, path});
    }

    Outcome addFolder(const std::string& path, const std::string& name) {
        const std::unique_ptr<DIR, decltype([](DIR* folder) { ::closedir(folder); })> folder(::opendir(path.c_str()));
        if (!folder) return refuse(path);
        std::vector<std::string> names;
        for (errno = 0; const dirent* entry = ::readdir(folder.get());) {
            const std::string_view each = entry->d_name;
            if (each != "." && each != "..") names.emplace_back(each);
        }
        if (errno != 0) return refuse(path);
        std::ranges::sort(names);
        for (const std::string& each : names)
            if (auto added = add(path + "/" + each, name + "/" + each, false); !added) return added;
        return {};
    }
};

}  // namespace

std::expected<PackPlan, PackFault> PackPlan::of(const std::vector<std::string>& paths) {
    Planner planner;
    for (std::string path : paths) {
        while (path.size() > 1 && path.ends_with('/')) path.pop_back();
        // Were it called "-x", tar would take it for an option when it speaks of it.
        const std::string name = "./" + path.substr(path.rfind('/') + 1);
        if (auto added = planner.add(path, name, true); !added) return std::unexpected(added.error());
    }
    planner.plan.archiveBytes += tar::end().size();
    return std::move(planner.plan);
}

}  // namespace armillary::app
