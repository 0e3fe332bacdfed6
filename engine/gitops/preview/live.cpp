#include "engine/gitops/preview/live.h"

#include <algorithm>
#include <format>

namespace armillary::gitops {

using relations::Kind;
using relations::ObjectId;

namespace {

/// Where a kind's objects are kept: those of the whole cluster in no namespace, whatever was asked for.
std::string homeOf(const Kind& kind, std::string_view namespace_) {
    return relations::isClusterScoped(kind) ? std::string() : std::string(namespace_);
}

bool isRefusal(const Status& status) {
    return status.code == 401 || status::isForbidden(status);
}

}  // namespace

void LiveWorld::note(const Status& status, const Kind& kind, const std::string& namespace_) const {
    // A kind that nobody serves has no objects, which is an answer; so is a method that a kind does not have.
    if (status::isNotFound(status) || status.code == 405) return;
    if (!isRefusal(status)) {
        if (!m_failure) m_failure = status;
        return;
    }
    m_unreadable.insert(namespace_.empty() ? std::format("{} objects", kind.text())
                                           : std::format("{} objects of namespace {}", kind.text(), namespace_));
}

const LiveWorld::Listed& LiveWorld::listed(const Kind& kind, const std::string& namespace_) const {
    const Place place{kind, namespace_};
    if (const auto found = m_listed.find(place); found != m_listed.end()) return found->second;
    Listed& listed = m_listed[place];
    if (m_failure) return listed;
    auto answer = m_live.list(kind, namespace_);
    if (answer) {
        listed.objects = std::move(*answer);
    } else {
        listed.refused = isRefusal(answer.error());
        note(answer.error(), kind, namespace_);
    }
    return listed;
}

Result<ObjectRef> LiveWorld::got(const ObjectId& id) const {
    if (const auto found = m_got.find(id); found != m_got.end()) return found->second;
    if (m_failure) return std::unexpected(*m_failure);
    auto answer = m_live.get(id.kind, id.namespace_, id.name);
    if (!answer) note(answer.error(), id.kind, id.namespace_);
    return m_got.emplace(id, std::move(answer)).first->second;
}

ObjectRef LiveWorld::find(const Kind& kind, std::string_view namespace_, std::string_view name) const {
    const std::string home = homeOf(kind, namespace_);
    const Listed& known = listed(kind, home);
    if (known.refused) {
        const auto one = got({kind, home, std::string(name)});
        return one ? *one : nullptr;
    }
    const auto at = std::ranges::find_if(known.objects, [&](const ObjectRef& each) {
        return each->name() == name && (home.empty() || each->namespace_() == home);
    });
    return at == known.objects.end() ? nullptr : *at;
}

std::vector<ObjectRef> LiveWorld::list(const Kind& kind, std::string_view namespace_) const {
    return listed(kind, homeOf(kind, namespace_)).objects;
}

bool LiveWorld::isReadable(const Kind& kind, std::string_view namespace_, std::string_view name) const {
    const std::string home = homeOf(kind, namespace_);
    if (!listed(kind, home).refused) return !m_failure;
    const auto one = got({kind, home, std::string(name)});
    return one || status::isNotFound(one.error());
}

}  // namespace armillary::gitops
