#include "nodes/agent/image/puller.h"

#include <algorithm>
#include <format>

#include "engine/async/guard.h"

namespace armillary::agent {

namespace {

constexpr std::chrono::seconds kErrorShown{2};

bool isNameByte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-' ||
           byte == '/';
}

std::string duration(std::chrono::nanoseconds length) {
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(length).count();
    return milliseconds < 1000 ? std::format("{}ms", milliseconds) : std::format("{:g}s", double(milliseconds) / 1000);
}

/// An Unknown code adds nothing to what a registry said; the others stay in front of it.
std::string pullError(const cri::Error& error) {
    return error.code == cri::Error::Code::Other && error.status.empty() ? error.message : error.text();
}

/// Several errors as upstream prints them.
std::string aggregated(const std::vector<std::string>& errors) {
    if (errors.size() == 1) return errors.front();
    std::string out;
    for (const auto& error : errors) out += (out.empty() ? "" : ", ") + error;
    return "[" + out + "]";
}

}  // namespace

std::expected<std::string, std::string> normalizeImage(const std::string& image) {
    auto fail = [&](std::string_view why) {
        return std::unexpected(std::format(
            "Failed to apply default image tag \"{0}\": couldn't parse image name \"{0}\": {1}", image, why));
    };
    if (image.empty()) return fail("invalid reference format");
    auto at = image.find('@');
    auto rest = image.substr(0, at);
    auto slash = rest.rfind('/');
    auto colon = rest.find(':', slash == std::string::npos ? 0 : slash);
    auto tag = colon == std::string::npos ? std::string() : rest.substr(colon + 1);
    auto name = rest.substr(0, colon);
    if (name.empty() || (colon != std::string::npos && tag.empty()) || tag.size() > 128)
        return fail("invalid reference format");
    // A first part with a dot, a colon or "localhost" is a host and may have upper case and a port.
    auto first = name.find('/');
    auto host = first == std::string::npos ? std::string() : name.substr(0, first);
    bool isHost = host.contains('.') || host.contains(':') || host == "localhost";
    auto path = isHost ? name.substr(first + 1) : name;
    if (std::ranges::any_of(path, [](char byte) { return byte >= 'A' && byte <= 'Z'; }))
        return fail("repository name must be lowercase");
    if (path.empty() || !std::ranges::all_of(path, isNameByte) || path.starts_with('/') || path.ends_with('/') ||
        path.contains("//") || std::string_view("._-").contains(path.front()) ||
        std::string_view("._-").contains(path.back()))
        return fail("invalid reference format");
    auto tagByte = [](char byte) {
        return std::isalnum(static_cast<unsigned char>(byte)) || byte == '_' || byte == '.' || byte == '-';
    };
    if (!std::ranges::all_of(tag, tagByte)) return fail("invalid reference format");
    if (at != std::string::npos) {
        auto digest = image.substr(at + 1);
        if (!digest.starts_with("sha256:") || digest.size() != 71) return fail("invalid reference format");
        return image;
    }
    return tag.empty() ? image + ":latest" : image;
}

ImagePuller::Answer ImagePuller::ensure(const corev1::Pod& pod, const corev1::Container& container,
                                        const std::function<std::vector<corev1::Secret>()>& secrets,
                                        std::function<void()> done) {
    auto image = normalizeImage(container.image);
    if (!image) {
        m_events.pod(pod, "Warning", "InspectFailed", image.error(), container.name);
        m_events.pod(pod, "Warning", "Failed", "Error: InvalidImageName", container.name);
        return {{}, WaitReason{"InvalidImageName", image.error()}, m_clock.now() + std::chrono::seconds(10), false};
    }
    auto key = pod.metadata.uid + "/" + container.name + "/" + *image;
    auto backoffKey = pod.metadata.uid + "_" + container.image;
    auto now = m_clock.now();

    std::unique_lock lock(m_mutex);
    auto& entry = m_pulls[key];
    entry.orphaned = false;
    if (entry.running) return {{}, {}, {}, true};
    if (entry.image) {
        Answer answer{std::exchange(entry.image, std::nullopt), {}, {}, false};
        m_pulls.erase(key);
        m_backoff.forget(backoffKey);
        return answer;
    }
    if (entry.error) {
        WaitReason error{entry.reason, *entry.error};
        auto delay = m_backoff.waiting(backoffKey, entry.ended, now);
        auto retryAt = entry.ended + delay.value_or(std::chrono::seconds(0));
        // The error itself is shown for a moment before the waiting is.
        if (now - entry.ended < kErrorShown) return {{}, error, std::min(retryAt, entry.ended + kErrorShown), false};
        if (delay) {
            bool told = std::exchange(entry.reported, true);
            lock.unlock();
            auto message = std::format("Back-off pulling image \"{}\"", container.image);
            if (!told) {
                m_events.pod(pod, "Normal", "BackOff", message, container.name);
                m_events.pod(pod, "Warning", "Failed", "Error: ImagePullBackOff", container.name);
            }
            return {{},
                    WaitReason{"ImagePullBackOff", message + ": " + error.reason + ": " + error.message},
                    retryAt,
                    false};
        }
    }
    lock.unlock();

    if (container.imagePullPolicy != corev1::kPullAlways) {
        auto present = m_runtime.imageStatus(*image);
        if (!present) {
            auto message = std::format("Failed to inspect image \"{}\": {}", container.image, present.error().text());
            m_events.pod(pod, "Warning", "InspectFailed", message, container.name);
            m_events.pod(pod, "Warning", "Failed", "Error: ImageInspectError", container.name);
            return {{}, WaitReason{"ImageInspectError", message}, now + std::chrono::seconds(10), false};
        }
        if (*present) {
            m_events.pod(pod, "Normal", "Pulled",
                         std::format("Container image \"{}\" already present on machine", container.image),
                         container.name);
            return {*present, {}, {}, false};
        }
        if (container.imagePullPolicy == corev1::kPullNever) {
            auto message =
                std::format("Container image \"{}\" is not present with pull policy of Never", container.image);
            m_events.pod(pod, "Warning", "ErrImageNeverPull", message, container.name);
            m_events.pod(pod, "Warning", "Failed", "Error: ErrImageNeverPull", container.name);
            return {{}, WaitReason{"ErrImageNeverPull", message}, now + std::chrono::seconds(30), false};
        }
    }
    auto credentials = matchingCredentials(secrets(), *image);
    lock.lock();
    m_pulls[key].running = true;
    lock.unlock();
    m_events.pod(pod, "Normal", "Pulling", std::format("Pulling image \"{}\"", container.image), container.name);
    m_tasks.run([this, key, pod, name = container.name, image = container.image, credentials, done] {
        pull(key, pod, name, image, credentials, done);
    });
    return {{}, {}, {}, true};
}

void ImagePuller::pull(const std::string& key, const corev1::Pod& pod, const std::string& container,
                       const std::string& image, std::vector<cri::RegistryAuth> credentials,
                       const std::function<void()>& done) {
    auto begun = m_clock.steady();
    auto normalized = normalizeImage(image).value_or(image);
    // Without fitting credentials one anonymous attempt; else each in turn.
    std::vector<std::optional<cri::RegistryAuth>> attempts(credentials.begin(), credentials.end());
    if (attempts.empty()) attempts.emplace_back();
    std::optional<cri::Image> pulled;
    std::vector<std::string> errors;
    const auto tryAll = [&] {
        for (const auto& attempt : attempts) {
            auto reference = m_runtime.pullImage(normalized, attempt);
            auto present = reference ? m_runtime.imageStatus(*reference) : std::unexpected(reference.error());
            if (present && *present) {
                pulled = **present;
                break;
            }
            auto error = !present ? pullError(present.error()) : "the pulled image is gone again";
            if (!std::ranges::contains(errors, error)) errors.push_back(std::move(error));
        }
    };
    // Whatever happens, the pull ends and may be made again.
    if (!async::guarded("pull of " + image, tryAll)) errors.emplace_back("the pull broke off");
    const auto error = aggregated(errors);
    auto took = duration(m_clock.steady() - begun);
    {
        std::lock_guard lock(m_mutex);
        auto& entry = m_pulls[key];
        if (entry.orphaned) {
            m_pulls.erase(key);
            return;
        }
        entry = Pull();
        entry.ended = m_clock.now();
        if (pulled) {
            entry.image = pulled;
        } else {
            entry.error = error;
            entry.reason = "ErrImagePull";
            m_backoff.next(pod.metadata.uid + "_" + image, entry.ended, entry.ended);
        }
    }
    if (pulled) {
        m_events.pod(pod, "Normal", "Pulled",
                     std::format("Successfully pulled image \"{}\" in {} ({} including waiting). Image size: {} bytes.",
                                 image, took, took, pulled->sizeBytes),
                     container);
    } else {
        m_events.pod(pod, "Warning", "Failed", std::format("Failed to pull image \"{}\": {}", image, error), container);
        m_events.pod(pod, "Warning", "Failed", "Error: ErrImagePull", container);
    }
    if (done) done();
}

void ImagePuller::forget(const std::string& podUid) {
    std::lock_guard lock(m_mutex);
    std::erase_if(m_pulls, [&](auto& pair) {
        if (!pair.first.starts_with(podUid + "/")) return false;
        pair.second.orphaned = true;
        return !pair.second.running;
    });
}

std::size_t ImagePuller::records() const {
    std::lock_guard lock(m_mutex);
    return m_pulls.size();
}

}  // namespace armillary::agent
