#include "nodes/agent/pod/static_pods.h"

#include <sys/stat.h>

#include <algorithm>
#include <format>
#include <fstream>

#include "engine/async/guard.h"
#include "engine/pki/secrets.h"
#include "engine/resources/resource.h"
#include "engine/schema/yaml.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

constexpr const char* kMirror = "kubernetes.io/config.mirror";
constexpr const char* kHash = "kubernetes.io/config.hash";
constexpr const char* kSeen = "kubernetes.io/config.seen";
constexpr const char* kSource = "kubernetes.io/config.source";
constexpr std::size_t kMaxFiles = 110, kMaxFileBytes = 1 << 20;
constexpr std::chrono::seconds kFirstRetry{1};
constexpr int kMaxDoublings = 6;

std::string digestOf(const std::string& text) {
    std::string out;
    for (const char byte : pki::sha256(text).substr(0, 16))
        out += std::format("{:02x}", static_cast<unsigned char>(byte));
    return out;
}

/// In the order of their names; none when there is no such folder.
std::vector<fs::path> manifestsIn(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.is_regular_file(error) && !entry.path().filename().string().starts_with('.'))
            out.push_back(entry.path());
    std::ranges::sort(out);
    if (out.size() > kMaxFiles) out.resize(kMaxFiles);
    return out;
}

std::string mirrorHash(const Object& pod) {
    const auto it = pod.meta().annotations.find(kMirror);
    return it == pod.meta().annotations.end() ? std::string() : it->second;
}

}  // namespace

std::expected<ObjectRef, std::string> staticPodOf(std::string_view text, const std::string& file,
                                                  const std::string& nodeName, async::SystemTime seen) {
    const auto fail = [&](const std::string& why) { return std::unexpected(std::format("{}: {}", file, why)); };
    if (text.size() > kMaxFileBytes) return fail("larger than 1 MiB");
    const auto json = schema::yamlToJson(text);
    if (!json) return fail(json.error().text());
    auto decoded = schema::fromJson<corev1::Pod>(*json);
    if (!decoded) return fail(decoded.error().text());
    corev1::Pod pod = std::move(*decoded);
    if (pod.kind != "Pod" || pod.apiVersion != "v1" || pod.metadata.name.empty()) return fail("invalid pod");

    auto& meta = pod.metadata;
    if (meta.uid.empty()) meta.uid = digestOf(std::format("host:{}\nfile:{}\n{}", nodeName, file, *json));
    meta.name += "-" + nodeName;
    if (meta.namespace_.empty()) meta.namespace_ = "default";
    meta.resourceVersion.clear();
    meta.deletionTimestamp.reset();
    meta.annotations.erase(kMirror);
    meta.annotations[kHash] = meta.uid;
    meta.annotations[kSource] = "file";
    meta.annotations[kSeen] = std::format("{:%FT%T}Z", std::chrono::floor<std::chrono::nanoseconds>(seen));
    pod.spec.nodeName = nodeName;
    corev1::Toleration any;
    any.operator_ = corev1::kTolerationOpExists;
    any.effect = corev1::kTaintEffectNoExecute;
    const bool tolerates = std::ranges::any_of(pod.spec.tolerations, [&](const corev1::Toleration& each) {
        return each.key.empty() && each.operator_ == any.operator_ && each.effect == any.effect;
    });
    if (!tolerates) pod.spec.tolerations.push_back(any);
    pod.status = {};
    pod.status.phase = corev1::kPodPending;

    const auto& row = resources::resourceOf<corev1::Pod>();
    row.rules->setDefaults(&pod);
    if (const auto errors = row.rules->validate(&pod); !errors.empty())
        return fail("invalid pod: " + errors.front().text());
    auto object = Object::parse(schema::toJson(pod));
    if (!object) return fail(object.error().text());
    return *object;
}

std::string mirrorOf(const ObjectRef& staticPod, const std::string& nodeName, const std::string& nodeUid) {
    corev1::Pod mirror = staticPod->as<corev1::Pod>();
    mirror.metadata.annotations[kMirror] = mirror.metadata.annotations[kHash];
    mirror.metadata.uid.clear();
    metav1::OwnerReference owner;
    owner.apiVersion = "v1";
    owner.kind = "Node";
    owner.name = nodeName;
    owner.uid = nodeUid;
    owner.controller = true;
    mirror.metadata.ownerReferences = {owner};
    return schema::toJson(mirror);
}

std::string StaticPods::fingerprint() const {
    std::string out;
    for (const fs::path& path : manifestsIn(m_folder)) {
        struct stat info{};
        if (::stat(path.c_str(), &info) == 0)
            out += std::format("{} {} {} {}.{}\n", path.string(), info.st_ino, info.st_size, info.st_mtim.tv_sec,
                               info.st_mtim.tv_nsec);
    }
    return out;
}

std::expected<void, std::string> StaticPods::scan() {
    const std::lock_guard lock(m_mutex);
    std::string problems;
    if (std::string now = fingerprint(); now != m_fingerprint) {
        std::map<std::string, ObjectRef> wanted;
        for (const fs::path& path : manifestsIn(m_folder)) {
            std::ifstream in(path, std::ios::binary);
            std::string text(kMaxFileBytes + 1, '\0');
            in.read(text.data(), static_cast<std::streamsize>(text.size()));
            text.resize(static_cast<std::size_t>(in.gcount()));
            auto pod = staticPodOf(text, path.string(), m_nodeName, m_clock.now());
            if (!pod)
                problems += (problems.empty() ? "" : "; ") + pod.error();
            else if (!wanted.emplace((*pod)->key(), *pod).second)
                problems += std::format("{}{}: there is another pod {}", problems.empty() ? "" : "; ", path.string(),
                                        (*pod)->key());
        }
        m_wanted = std::move(wanted);
        m_fingerprint = std::move(now);
        m_due = {};
    }
    handOver();
    if (!problems.empty()) return std::unexpected(problems);
    return {};
}

void StaticPods::handOver() {
    for (auto it = m_running.begin(); it != m_running.end();) {
        const auto wanted = m_wanted.find(it->first);
        if (wanted != m_wanted.end() && wanted->second->uid() == it->second->uid()) {
            ++it;
            continue;
        }
        m_workers.removed(it->second);
        m_ending.insert(it->second->uid());
        it = m_running.erase(it);
    }
    if (m_running.size() == m_wanted.size()) return;
    const auto alive = m_workers.uids();
    std::erase_if(m_ending, [&](const std::string& uid) { return !alive.contains(uid); });
    for (const auto& [key, pod] : m_wanted) {
        if (m_running.contains(key)) continue;
        // A predecessor may hold what this one needs: its ports, its folders.
        if (std::ranges::any_of(m_ending, [&](const std::string& uid) {
                const auto old = m_workers.find(pod->namespace_(), pod->name());
                return old && old->uid() == uid;
            }))
            continue;
        m_running[key] = pod;
        const auto mirror = m_mirrors.find(key);
        const bool fits = mirror != m_mirrors.end() && mirrorHash(*mirror->second) == pod->uid();
        m_statuses.setMirror(pod->uid(), fits ? mirror->second : nullptr);
        m_workers.update(pod);
    }
}

bool StaticPods::mirrorChanged(const ObjectRef& previous, const ObjectRef& current) {
    const ObjectRef& any = current ? current : previous;
    const bool isMirror = !mirrorHash(*any).empty();
    const std::lock_guard lock(m_mutex);
    if (!isMirror && !m_mirrors.contains(any->key())) return false;
    if (current && isMirror)
        m_mirrors[any->key()] = current;
    else
        m_mirrors.erase(any->key());
    m_due = {};
    const auto running = m_running.find(any->key());
    if (running == m_running.end()) return isMirror;
    const bool fits = current && mirrorHash(*current) == running->second->uid();
    m_statuses.setMirror(running->second->uid(), fits ? current : nullptr);
    return isMirror;
}

void StaticPods::reconcile() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_writing || m_clock.steady() < m_due) return;
        m_due = m_clock.steady() + std::chrono::minutes(1);
        if (m_running.empty() && m_mirrors.empty()) return;
        m_writing = true;
    }
    m_tasks.run([this] { writeMirrors(); });
}

void StaticPods::writeMirrors() {
    std::map<std::string, std::pair<ObjectRef, ObjectRef>> pairs;  // the pod, its mirror
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [key, pod] : m_running) pairs[key].first = pod;
        for (const auto& [key, mirror] : m_mirrors) pairs[key].second = mirror;
    }
    bool failed = false;
    for (const auto& [key, pair] : pairs) {
        bool written = false;
        async::guarded("static pod " + key, [&] { written = writeMirror(pair.first, pair.second).has_value(); });
        failed |= !written;
    }
    const std::lock_guard lock(m_mutex);
    m_writing = false;
    if (!failed) {
        m_failures = 0;
        return;
    }
    m_due = m_clock.steady() + kFirstRetry * (1 << std::min(m_failures++, kMaxDoublings));
}

Result<void> StaticPods::writeMirror(const ObjectRef& pod, const ObjectRef& mirror) {
    if (mirror && (!pod || mirrorHash(*mirror) != pod->uid() || mirror->meta().deletionTimestamp)) {
        client::DeleteOptions options;
        options.gracePeriodSeconds = 0;
        options.uid = mirror->uid();
        auto gone = client::remove<corev1::Pod>(m_client, mirror->namespace_(), mirror->name(), options);
        if (!gone && !status::isNotFound(gone.error()) && !status::isConflict(gone.error())) return gone;
        // Its end comes back as news, and then a new one is made.
        return {};
    }
    if (!pod || mirror) return {};
    const std::string node = nodeUid();
    if (node.empty()) return std::unexpected(status::notFound("nodes", m_nodeName));
    auto made = m_client.create(client::target<corev1::Pod>(pod->namespace_()), mirrorOf(pod, m_nodeName, node));
    if (!made && !status::isAlreadyExists(made.error())) return std::unexpected(made.error());
    return {};
}

std::string StaticPods::nodeUid() {
    // Asked each time: a node that was deleted has come back as another.
    const auto node = client::get<corev1::Node>(m_client, {}, m_nodeName);
    return node ? (*node)->uid() : std::string();
}

}  // namespace armillary::agent
