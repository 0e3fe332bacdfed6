#include "app/offline/simulated_files.h"

#include <charconv>
#include <format>
#include <set>

#include "app/files/archive/tar_reader.h"
#include "app/files/archive/tar_writer.h"

namespace armillary::app {

namespace {

using Said = SimulatedProcess::Said;
enum Channel { kInput = 0, kOutput = 1, kErrors = 2, kFinal = 3 };
constexpr int kNoSuchPath = 64, kNotAFolder = 65, kMayNotWrite = 69;
constexpr std::size_t kMostKept = 1u << 20, kMostFiles = 20'000;
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::int64_t kWritten = 1'767'225'600;  // the first day of 2026
// A debug container sees the other's files there; here they are the same.
constexpr std::string_view kOtherRoot = "/proc/1/root";

std::string placeOf(std::string folder) {
    if (folder.starts_with(kOtherRoot)) folder.erase(0, kOtherRoot.size());
    return folder.empty() ? "/" : folder;
}

std::string below(const std::string& folder, std::string_view name) {
    return (folder == "/" ? folder : folder + "/") + std::string(name);
}

class Says final : public SimulatedProcess {
public:
    explicit Says(Said said) : m_said(std::move(said)) {}
    Said start() override { return m_said; }
    Said message(int, const std::string&) override { return {}; }
    bool isOver() const override { return true; }

private:
    const Said m_said;
};

std::unique_ptr<SimulatedProcess> fail(int code, std::string_view errors = {}) {
    return std::make_unique<Says>(Said{{kErrors, std::string(errors)}, {kFinal, finalStatus(code)}});
}

/// As listing.h has it.
std::string list(const SimulatedContainer& container, const std::string& folder) {
    const std::string start = below(folder, "");
    std::set<std::string> folders;
    std::string files, links;
    const auto isHere = [&](const std::string& path) {
        if (!path.starts_with(start)) return false;
        const auto slash = path.find('/', start.size());
        if (slash != std::string::npos) folders.insert(path.substr(start.size(), slash - start.size()));
        return slash == std::string::npos;
    };
    const auto line = [](int mode, std::size_t size, std::string_view name) {
        return std::format("{:x} {} {} 0 0/./{}/\n", mode, size, kWritten, name);
    };
    for (const auto& [path, content] : container.files)
        if (isHere(path)) files += line(0100644, content.size(), path.substr(start.size()));
    for (const auto& [path, target] : container.links) {
        if (!isHere(path)) continue;
        const std::string name = path.substr(start.size());
        const std::string where = target.starts_with('/') ? target : below(folder, target);
        files += line(0120777, target.size(), name);
        links += container.isFolder(where) ? "d" : container.files.contains(where) ? "f" : "n";
        links += '\0' + ("./" + name) + '\0' + target + '\0';
    }
    for (const std::string& name : folders) files += line(040755, 4096, name);
    return files + '\0' + links;
}

/// What `tar -c` makes of a name in a folder, and of all that is below it.
std::string pack(const SimulatedContainer& container, const std::string& folder, const std::string& name) {
    const std::string top = below(folder, name.substr(2)), start = below(top, "");
    std::string archive;
    const auto put = [&](const std::string& path, TarMember::Type type, const std::string& content,
                         std::string target) {
        const std::uint64_t size = content.size();
        archive += tar::header({.type = type,
                                .name = name + path.substr(top.size()),
                                .target = std::move(target),
                                .size = size,
                                .modified = kWritten,
                                .mode = type == TarMember::Type::Folder ? 0755u : 0644u});
        archive += content;
        archive.append(tar::padding(size), '\0');
    };
    if (container.isFolder(top)) put(top + "/", TarMember::Type::Folder, {}, {});
    for (const auto& [path, content] : container.files)
        if (path == top || path.starts_with(start)) put(path, TarMember::Type::File, content, {});
    for (const auto& [path, target] : container.links) {
        const std::string where = target.starts_with('/') ? target : below(folder, target);
        if (path == top && container.files.contains(where))
            put(path, TarMember::Type::File, container.files.at(where), {});
        else if (path == top || path.starts_with(start))
            put(path, TarMember::Type::Link, {}, target);
    }
    return archive;
}

class Sends final : public SimulatedProcess {
public:
    explicit Sends(std::string archive) : m_archive(std::move(archive)) {}
    Said start() override { return {}; }
    Said message(int, const std::string&) override { return {}; }
    bool goesOn() const override { return !m_over; }
    Said more() override {
        const std::string piece = m_archive.substr(m_at, kPiece);
        m_at += piece.size();
        if (!piece.empty()) return {{kOutput, piece}};
        m_over = true;
        return {{kFinal, finalStatus(0)}};
    }
    bool isOver() const override { return m_over; }

private:
    const std::string m_archive;
    std::size_t m_at = 0;
    bool m_over = false;
};

class Takes final : public SimulatedProcess, private TarReader::Taker {
public:
    Takes(std::shared_ptr<SharedContainer> container, std::string folder, std::uint64_t bytes)
        : m_container(std::move(container)), m_folder(std::move(folder)), m_left(bytes) {}

    Said start() override { return {}; }
    Said message(int channel, const std::string& bytes) override {
        if (channel != kInput) return {};
        const std::lock_guard lock(m_container->mutex);
        const auto fed = m_reader.feed(bytes);
        m_left -= std::min<std::uint64_t>(m_left, bytes.size());
        m_over = !fed || m_left == 0;
        if (!fed) return {{kErrors, "tar: invalid tar header checksum\n"}, {kFinal, finalStatus(1)}};
        return m_over ? Said{{kFinal, finalStatus(0)}} : Said{};
    }
    bool isOver() const override { return m_over; }

private:
    bool begin(const TarMember& member) override {
        auto& files = m_container->content.files;
        auto& links = m_container->content.links;
        m_file = nullptr;
        std::string name = member.name.starts_with("./") ? member.name.substr(2) : member.name;
        while (name.ends_with('/')) name.pop_back();
        if (name.empty() || files.size() + links.size() >= kMostFiles) return true;
        const std::string path = below(m_folder, name);
        if (member.type == TarMember::Type::Link) links[path] = member.target;
        if (member.type != TarMember::Type::File) return true;
        links.erase(path);
        m_file = &files[path];
        m_file->clear();
        return true;
    }
    bool content(std::string_view bytes) override {
        if (m_file) *m_file += bytes.substr(0, kMostKept - std::min(kMostKept, m_file->size()));
        return true;
    }
    bool end() override { return true; }

    const std::shared_ptr<SharedContainer> m_container;
    const std::string m_folder;
    std::uint64_t m_left;
    TarReader m_reader{*this};
    std::string* m_file = nullptr;
    bool m_over = false;
};

}  // namespace

std::unique_ptr<SimulatedProcess> makeSimulatedFileCommand(std::shared_ptr<SharedContainer> container,
                                                           const std::vector<std::string>& command) {
    // sh -c SCRIPT sh FOLDER …
    if (command.size() < 5 || command[0] != "sh" || command[1] != "-c") return nullptr;
    const std::string& script = command[2];
    const std::string folder = placeOf(command[4]);
    const bool lists = script.contains("stat -c"), sends = script.contains("exec tar \"$how\""),
               takes = script.contains("tar -xf -");
    if (!lists && !sends && !takes) return nullptr;
    const std::lock_guard lock(container->mutex);
    const SimulatedContainer& content = container->content;
    std::string real = folder;
    if (const auto link = content.links.find(folder); link != content.links.end()) real = link->second;
    if (!content.isFolder(real)) return fail(content.files.contains(real) ? kNotAFolder : kNoSuchPath);
    if (lists) return std::make_unique<Says>(Said{{kOutput, list(content, real)}, {kFinal, finalStatus(0)}});
    if (sends) {
        std::string archive;
        for (std::size_t at = 6; at < command.size(); ++at) archive += pack(content, real, command[at]);
        return std::make_unique<Sends>(archive + tar::end());
    }
    if (command.size() < 6) return nullptr;
    if (real.starts_with("/proc"))
        return fail(kMayNotWrite, "sh: can't create ./.armillary-7: Read-only file system\n");
    std::uint64_t bytes = 0;
    std::from_chars(command[5].data(), command[5].data() + command[5].size(), bytes);
    return std::make_unique<Takes>(container, real, bytes);
}

}  // namespace armillary::app
