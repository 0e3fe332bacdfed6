#include "nodes/agent/volume/volumes.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <format>

#include "nodes/agent/container/cgroups.h"
#include "nodes/agent/container/expand.h"
#include "nodes/agent/container/security.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/agent/volume/host_path.h"
#include "nodes/agent/volume/huge_pages.h"
#include "nodes/agent/volume/sources.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kDefaultTokenSeconds = 3600;
/// As upstream's kubelet, which looks at every pod once a minute.
constexpr std::chrono::minutes kOptionalAgain{1};

std::string_view pluginOf(const corev1::Volume& volume) {
    if (volume.configMap) return "kubernetes.io~configmap";
    if (volume.secret) return "kubernetes.io~secret";
    if (volume.downwardAPI) return "kubernetes.io~downward-api";
    if (volume.projected) return "kubernetes.io~projected";
    if (volume.hostPath) return "kubernetes.io~host-path";
    return "kubernetes.io~empty-dir";
}

bool isSupported(const corev1::Volume& volume) {
    return volume.configMap || volume.secret || volume.downwardAPI || volume.projected || volume.hostPath ||
           volume.emptyDir || isClaimed(volume);
}

std::optional<std::int64_t> fsGroupOf(const corev1::Pod& pod) {
    return pod.spec.securityContext ? pod.spec.securityContext->fsGroup : std::nullopt;
}

/// The user that every container runs as, when they agree and say so.
std::optional<std::int64_t> commonUser(const corev1::Pod& pod) {
    std::optional<std::int64_t> user;
    for (const auto& slot : slotsOf(pod)) {
        const auto own = effectiveSecurity(pod, *slot.spec).runAsUser;
        if (!own || (user && *user != *own)) return std::nullopt;
        user = own;
    }
    return user;
}

/// A volume's own folder is everybody's: the mounts say who may write. With a group of the pod's it is the group's, and
/// so is what is made in it. What is so already is not touched: containers may watch the folder for changes.
void openToAll(const fs::path& volume, bool inMemory, const std::optional<std::int64_t>& group) {
    const mode_t mode = 0777u | (inMemory ? 01000u : 0) | (group ? 02000u : 0);
    struct stat now{};
    if (::stat(volume.c_str(), &now) == 0 && (now.st_mode & 07777) == mode && (!group || now.st_gid == *group)) return;
    if (group) (void)!::chown(volume.c_str(), static_cast<uid_t>(-1), static_cast<gid_t>(*group));
    ::chmod(volume.c_str(), mode);
}

/// Makes a folder with exactly this mode; a link that somebody put in its place is not followed.
void makeFolder(int parent, const char* name, mode_t mode) {
    if (::mkdirat(parent, name, 0700) != 0) return;
    const int made = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (made < 0) return;
    ::fchmod(made, mode);
    ::close(made);
}

/// Opens `relative` below the descriptor, following links only where they stay below it; makes missing folders, which
/// whoever may use the volume may use too.
int openBeneath(int root, const std::string& relative) {
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    auto open = [&](const std::string& path) {
        return static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
    };
    int fd = open(relative);
    if (fd >= 0 || errno != ENOENT) return fd;
    struct stat volume{};
    ::fstat(root, &volume);
    std::string sofar;
    for (const auto& part : fs::path(relative)) {
        auto parent = sofar.empty() ? std::string(".") : sofar;
        sofar += (sofar.empty() ? "" : "/") + part.string();
        if (int there = open(sofar); there >= 0) {
            ::close(there);
            continue;
        }
        int dir = open(parent);
        if (dir < 0) return -1;
        makeFolder(dir, part.c_str(), volume.st_mode & 02777);
        ::close(dir);
    }
    return open(relative);
}

cri::Propagation propagationOf(const corev1::VolumeMount& mount) {
    auto mode = mount.mountPropagation.value_or("None");
    if (mode == corev1::kMountPropagationBidirectional) return cri::Propagation::Bidirectional;
    if (mode == corev1::kMountPropagationHostToContainer) return cri::Propagation::HostToContainer;
    return cri::Propagation::Private;
}

/// Whether the mount is to be made read-only with all that is mounted below it.
std::expected<bool, std::string> recursiveReadOnly(const corev1::VolumeMount& mount, bool supported) {
    const auto mode = mount.recursiveReadOnly.value_or(std::string(corev1::kRecursiveReadOnlyDisabled));
    if (mode == corev1::kRecursiveReadOnlyDisabled) return false;
    const auto asked = std::format("volume \"{}\" requested recursive read-only mode, but it is not ", mount.name);
    if (!mount.readOnly) return std::unexpected(asked + "read-only");
    if (propagationOf(mount) != cri::Propagation::Private)
        return std::unexpected(asked + std::format("compatible with propagation \"{}\"", *mount.mountPropagation));
    if (supported || mode == corev1::kRecursiveReadOnlyIfPossible) return supported;
    return std::unexpected(asked + "supported by the runtime");
}

}  // namespace

struct Volumes::Wanted {
    Files files;
    std::optional<async::SystemTime> again;
};

fs::path Volumes::pathOf(const corev1::Pod& pod, const corev1::Volume& volume) const {
    if (volume.hostPath) return volume.hostPath->path;
    return m_layout.pod(pod.metadata.uid) / "volumes" / pluginOf(volume) / volume.name;
}

std::expected<std::optional<async::SystemTime>, std::string> Volumes::prepare(const corev1::Pod& pod,
                                                                              const NodeFacts& node,
                                                                              const std::vector<std::string>& podIps) {
    std::optional<async::SystemTime> again;
    for (const auto& volume : pod.spec.volumes) {
        auto done = prepareOne(pod, volume, node, podIps);
        if (!done)
            return std::unexpected(
                std::format("MountVolume.SetUp failed for volume \"{}\" : {}", volume.name, done.error()));
        if (*done && (!again || **done < *again)) again = **done;
    }
    return again;
}

std::expected<std::optional<async::SystemTime>, std::string> Volumes::prepareOne(
    const corev1::Pod& pod, const corev1::Volume& volume, const NodeFacts& node,
    const std::vector<std::string>& podIps) {
    if (!isSupported(volume)) return std::unexpected("no volume plugin matched");
    if (volume.hostPath) {
        auto checked = checkHostPath(volume.hostPath->path, volume.hostPath->type.value_or(""));
        if (!checked) return std::unexpected(checked.error());
        return std::nullopt;
    }
    if (isClaimed(volume)) {
        if (auto ready = m_claims.prepare(pod, volume); !ready) return std::unexpected(ready.error());
        return std::nullopt;
    }
    if (volume.emptyDir) {
        auto made = prepareEmptyDir(pod, volume, node);
        if (!made) return std::unexpected(made.error());
        return std::nullopt;
    }
    Wanted wanted;
    if (auto collected = collect(pod, volume, node, podIps, wanted); !collected)
        return std::unexpected(collected.error());
    auto path = pathOf(pod, volume);
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return std::unexpected(std::format("cannot make {}: {}", path.string(), error.message()));
    // Secrets never reach a disk.
    const bool inMemory = !volume.configMap;
    if (inMemory && !m_mounter.isMountPoint(path))
        if (auto mounted = m_mounter.mountTmpfs(path, 64u << 20); !mounted) return std::unexpected(mounted.error());
    auto group = fsGroupOf(pod);
    openToAll(path, inMemory, group);
    if (group)
        for (auto& [name, file] : wanted.files) file.mode |= 0440;
    auto written = writeAtomically(path, wanted.files, group);
    if (!written) return std::unexpected(written.error());
    return wanted.again;
}

std::uint64_t Volumes::memoryVolumeBytes(const corev1::Pod& pod, const corev1::EmptyDirVolumeSource& source,
                                         const NodeFacts& node) {
    auto size = node.allocatableMemory;
    const auto lowerTo = [&](std::int64_t limit) {
        if (limit > 0 && (size <= 0 || limit < size)) size = limit;
    };
    lowerTo(podLimits(pod).memoryBytes.value_or(0));
    if (source.sizeLimit) lowerTo(source.sizeLimit->value());
    return static_cast<std::uint64_t>(std::max<std::int64_t>(size, 0));
}

std::expected<void, std::string> Volumes::prepareEmptyDir(const corev1::Pod& pod, const corev1::Volume& volume,
                                                          const NodeFacts& node) {
    auto path = pathOf(pod, volume);
    std::error_code error;
    bool fresh = fs::create_directories(path, error);
    if (error) return std::unexpected(std::format("cannot make {}: {}", path.string(), error.message()));
    const auto& source = *volume.emptyDir;
    const bool hugePages = isHugePages(source.medium), inMemory = source.medium == corev1::kStorageMediumMemory;
    if (!source.medium.empty() && !hugePages && !inMemory)
        return std::unexpected(std::format("unknown storage medium \"{}\"", source.medium));
    if ((hugePages || inMemory) && !m_mounter.isMountPoint(path)) {
        auto mounted = hugePages ? hugePageBytes(pod, source.medium).and_then([&](std::uint64_t pageBytes) {
            return m_mounter.mountHugePages(path, pageBytes);
        })
                                 : m_mounter.mountTmpfs(path, memoryVolumeBytes(pod, source, node));
        if (!mounted) return mounted;
        fresh = true;
    }
    if (!fresh) return {};
    openToAll(path, inMemory, fsGroupOf(pod));
    return {};
}

std::expected<void, std::string> Volumes::collect(const corev1::Pod& pod, const corev1::Volume& volume,
                                                  const NodeFacts& node, const std::vector<std::string>& podIps,
                                                  Wanted& out) {
    SourceInput in{pod, node, podIps, m_objects};
    auto mode = [](const std::optional<std::int32_t>& value) { return static_cast<unsigned>(value.value_or(0644)); };
    // Nobody tells when an optional object that is not there comes to be.
    const auto lookAgain = [&](const std::expected<bool, std::string>& found) -> std::expected<void, std::string> {
        if (!found) return std::unexpected(found.error());
        const auto at = m_clock.now() + kOptionalAgain;
        if (!*found && (!out.again || at < *out.again)) out.again = at;
        return {};
    };
    if (volume.configMap) {
        in.defaultMode = mode(volume.configMap->defaultMode);
        return lookAgain(addConfigMap(in, volume.configMap->name, volume.configMap->items,
                                      volume.configMap->optional.value_or(false), out.files));
    }
    if (volume.secret) {
        in.defaultMode = mode(volume.secret->defaultMode);
        return lookAgain(addSecret(in, volume.secret->secretName, volume.secret->items,
                                   volume.secret->optional.value_or(false), out.files));
    }
    if (volume.downwardAPI) {
        in.defaultMode = mode(volume.downwardAPI->defaultMode);
        return addDownward(in, volume.downwardAPI->items, out.files);
    }
    in.defaultMode = mode(volume.projected->defaultMode);
    for (const auto& source : volume.projected->sources) {
        std::expected<void, std::string> added;
        if (source.configMap) {
            added = lookAgain(addConfigMap(in, source.configMap->name, source.configMap->items,
                                           source.configMap->optional.value_or(false), out.files));
        } else if (source.secret) {
            added = lookAgain(addSecret(in, source.secret->name, source.secret->items,
                                        source.secret->optional.value_or(false), out.files));
        } else if (source.downwardAPI) {
            added = addDownward(in, source.downwardAPI->items, out.files);
        } else if (source.serviceAccountToken) {
            const auto& ask = *source.serviceAccountToken;
            auto token = m_tokens.tokenFor(pod, ask.audience, ask.expirationSeconds.value_or(kDefaultTokenSeconds));
            if (!token) return std::unexpected("failed to fetch token: " + token.error().message);
            // Its owner's alone where it has one: the group, or the one user that all containers run as.
            const auto user = commonUser(pod);
            out.files[ask.path] = {token->value, user || fsGroupOf(pod) ? 0600u : in.defaultMode, user};
            if (!out.again || token->refreshAt < *out.again) out.again = token->refreshAt;
        } else {
            added = std::unexpected("a projection of this kind cannot be served on this node");
        }
        if (!added) return added;
    }
    return {};
}

std::expected<std::vector<cri::Mount>, std::string> Volumes::mountsOf(const corev1::Pod& pod,
                                                                      const corev1::Container& container,
                                                                      const Environment& environment,
                                                                      bool canRecursiveReadOnly) {
    std::vector<cri::Mount> out;
    for (std::size_t i = 0; i < container.volumeMounts.size(); ++i) {
        const auto& mount = container.volumeMounts[i];
        auto volume = std::ranges::find(pod.spec.volumes, mount.name, &corev1::Volume::name);
        if (volume == pod.spec.volumes.end())
            return std::unexpected(
                std::format("cannot find volume \"{}\" to mount into container \"{}\"", mount.name, container.name));
        cri::Mount entry;
        bool readOnly = false;
        if (isClaimed(*volume)) {
            auto claimed = m_claims.resolve(pod, *volume);
            if (!claimed) return std::unexpected(claimed.error());
            entry.hostPath = claimed->path.string();
            readOnly = claimed->readOnly;
        } else {
            entry.hostPath = pathOf(pod, *volume).string();
        }
        auto sub = mount.subPath;
        if (!mount.subPathExpr.empty()) {
            std::map<std::string, std::string> values(environment.begin(), environment.end());
            auto expanded = expandAll(mount.subPathExpr, values);
            if (!expanded) return std::unexpected(std::format("missing value for \"{}\"", expanded.error()));
            sub = *expanded;
        }
        if (!sub.empty()) {
            auto resolved = subPath(pod, container, i, entry.hostPath, sub);
            if (!resolved) return std::unexpected(resolved.error());
            entry.hostPath = *resolved;
        }
        entry.containerPath = mount.mountPath.starts_with('/') ? mount.mountPath : "/" + mount.mountPath;
        // What is projected is written by the node alone.
        bool projected = volume->configMap || volume->secret || volume->downwardAPI || volume->projected;
        entry.readOnly = mount.readOnly || projected || readOnly;
        entry.propagation = propagationOf(mount);
        auto recursive = recursiveReadOnly(mount, canRecursiveReadOnly);
        if (!recursive) return std::unexpected("failed to resolve recursive read-only mode: " + recursive.error());
        entry.recursiveReadOnly = *recursive;
        out.push_back(std::move(entry));
    }
    return out;
}

std::expected<std::string, std::string> Volumes::subPath(const corev1::Pod& pod, const corev1::Container& container,
                                                         std::size_t index, const fs::path& volume,
                                                         const std::string& sub) {
    auto fail = [&](const std::string& why) {
        return std::unexpected(std::format("failed to prepare subPath for volumeMount \"{}\" of container \"{}\": {}",
                                           container.volumeMounts[index].name, container.name, why));
    };
    if (fs::path(sub).is_absolute())
        return std::unexpected(std::format("error SubPath `{}` must not be an absolute path", sub));
    for (const auto& part : fs::path(sub))
        if (part == "..")
            return std::unexpected(std::format("unable to provision SubPath `{}`: must not contain '..'", sub));
    int root = ::open(volume.c_str(), O_PATH | O_CLOEXEC);
    if (root < 0) return fail(std::strerror(errno));
    int fd = openBeneath(root, sub);
    int why = errno;
    ::close(root);
    if (fd < 0) return fail(std::strerror(why));
    // Bound through the descriptor: a pod that swaps a folder for a link afterwards gains nothing.
    auto at = m_layout.pod(pod.metadata.uid) / "volume-subpaths" / container.volumeMounts[index].name / container.name /
              std::to_string(index);
    std::error_code error;
    struct stat info{};
    ::fstat(fd, &info);
    fs::create_directories(S_ISDIR(info.st_mode) ? at : at.parent_path(), error);
    if (!S_ISDIR(info.st_mode)) {
        int file = ::open(at.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (file >= 0) ::close(file);
    }
    m_mounter.unmountBelow(at);
    auto bound = m_mounter.bindDescriptor(fd, at);
    ::close(fd);
    if (!bound) return fail(bound.error());
    return at.string();
}

std::vector<VolumePlace> Volumes::placesOf(const corev1::Pod& pod) {
    std::vector<VolumePlace> out;
    for (const auto& volume : pod.spec.volumes) {
        if (isClaimed(volume)) {
            const auto found = m_claims.known(pod, volume);
            if (found && found->isLocal) out.push_back({volume.name, claimName(pod, volume), found->path, false});
        } else if (!volume.hostPath) {
            const bool onDisk = volume.configMap || (volume.emptyDir && volume.emptyDir->medium.empty());
            out.push_back({volume.name, "", pathOf(pod, volume), onDisk});
        }
    }
    return out;
}

void Volumes::remove(const std::string& podUid) {
    m_claims.forget(podUid);
    if (podUid.empty()) return;
    auto dir = m_layout.pod(podUid);
    m_tokens.forget(podUid);
    if (!m_mounter.unmountBelow(dir)) return;
    std::error_code error;
    fs::remove_all(dir, error);
}

bool Volumes::uses(const corev1::Pod& pod, const std::string& name) {
    for (const auto& volume : pod.spec.volumes) {
        if (volume.configMap && volume.configMap->name == name) return true;
        if (volume.secret && volume.secret->secretName == name) return true;
        if (!volume.projected) continue;
        for (const auto& source : volume.projected->sources)
            if ((source.configMap && source.configMap->name == name) || (source.secret && source.secret->name == name))
                return true;
    }
    return false;
}

}  // namespace armillary::agent
