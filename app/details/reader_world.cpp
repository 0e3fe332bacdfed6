#include "reader_world.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "engine/schema/percent.h"

namespace armillary::app {

namespace {

constexpr std::size_t kPage = 500;

QJsonObject jsonOf(const std::string& text) {
    return QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()))).object();
}

/// Items of a list need not say what they are.
ObjectRef parsedItem(QJsonObject item, const client::ApiResource& resource) {
    item["apiVersion"] = QString::fromStdString(resource.apiVersion());
    item["kind"] = QString::fromStdString(resource.kind);
    auto object = Object::parse(QJsonDocument(item).toJson(QJsonDocument::Compact).toStdString());
    return object ? std::move(*object) : nullptr;
}

}  // namespace

const client::ApiResource* ReaderWorld::resourceOf(const relations::Kind& kind) const {
    const auto found = std::ranges::find_if(
        m_served, [&](const auto& each) { return each.group == kind.group && each.kind == kind.name; });
    return found == m_served.end() ? nullptr : &*found;
}

ReaderWorld::Found ReaderWorld::look(const relations::Kind& kind, const std::string& namespace_,
                                     const std::string& name) const {
    const auto* resource = resourceOf(kind);
    if (!resource) return {Presence::NotServed, nullptr, {}};
    const std::string where = resource->namespaced ? namespace_ : std::string();
    const relations::ObjectId id{kind, where, name};
    if (const auto known = m_found.find(id); known != m_found.end()) return known->second;
    for (const auto& each : {where, std::string()})
        if (const auto list = m_lists.find({kind, each}); list != m_lists.end())
            for (const ObjectRef& object : list->second)
                if (object->name() == name && object->namespace_() == where) return {Presence::There, object, {}};
    Found found;
    if (!mayCall()) {
        found.problem = QObject::tr("too much to look at").toStdString();
        return found;
    }
    ++m_calls;
    auto answer = m_reader.get(resource->path(where, name));
    if (answer) {
        if (auto object = Object::parse(std::move(answer->body))) found = {Presence::There, std::move(*object), {}};
    } else if (status::isNotFound(answer.error())) {
        found.presence = Presence::Absent;
    } else {
        found.problem = answer.error().message;
    }
    return m_found[id] = found;
}

ObjectRef ReaderWorld::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    return look(kind, std::string(namespace_), std::string(name)).object;
}

std::vector<ObjectRef> ReaderWorld::list(const relations::Kind& kind, std::string_view namespace_) const {
    const auto* resource = resourceOf(kind);
    if (!resource || !resource->can("list")) return {};
    return listed(*resource, {kind, resource->namespaced ? std::string(namespace_) : std::string()});
}

const std::vector<ObjectRef>& ReaderWorld::listed(const client::ApiResource& resource, const ListKey& key) const {
    const auto [place, isNew] = m_lists.try_emplace(key);
    std::vector<ObjectRef>& objects = place->second;
    if (!isNew) return objects;
    std::string narrowed;
    if (m_subject->kind() == "Node" && m_subject->apiVersion() == "v1" && resource.kind == "Pod" &&
        resource.group.empty())
        narrowed = "&fieldSelector=spec.nodeName%3D" + schema::percentEncoded(m_subject->name());
    std::optional<Status> refused;
    if (readPages(resource, key.second, narrowed, objects, refused)) return objects;
    const std::string& own = m_subject->namespace_();
    const bool elsewhere = key.second.empty() && resource.namespaced && !own.empty() && status::isForbidden(*refused);
    if (elsewhere) {
        refused.reset();
        if (readPages(resource, own, narrowed, objects, refused)) {
            m_gaps.push_back({Gap::Elsewhere, resource.plural, own, 0, {}});
            return objects;
        }
    }
    if (status::isForbidden(*refused))
        m_gaps.push_back({Gap::Forbidden, resource.plural, elsewhere ? own : key.second, 0, {}});
    else if (!status::isNotFound(*refused))
        m_gaps.push_back({Gap::Failed, resource.plural, key.second, 0, refused->message});
    return objects;
}

/// False with `refused` when the first page cannot be read.
bool ReaderWorld::readPages(const client::ApiResource& resource, const std::string& namespace_,
                            const std::string& narrowed, std::vector<ObjectRef>& into,
                            std::optional<Status>& refused) const {
    std::string token;
    do {
        if (!mayCall()) {
            m_gaps.push_back({Gap::TooMany, resource.plural, namespace_, 0, {}});
            return true;
        }
        ++m_calls;
        std::string target = resource.path(namespace_) + "?limit=" + std::to_string(kPage) + narrowed;
        if (!token.empty()) target += "&continue=" + schema::percentEncoded(token);
        const auto answer = m_reader.get(target);
        if (!answer) {
            if (into.empty()) {
                refused = answer.error();
                return false;
            }
            m_gaps.push_back({Gap::Failed, resource.plural, namespace_, 0, answer.error().message});
            return true;
        }
        const QJsonObject page = jsonOf(answer->body);
        for (const QJsonValue item : page["items"].toArray())
            if (ObjectRef object = parsedItem(item.toObject(), resource)) into.push_back(std::move(object));
        token = page["metadata"]["continue"].toString().toStdString();
        if (!token.empty() && into.size() >= kMostObjects) {
            m_gaps.push_back(
                {Gap::TooMany, resource.plural, namespace_, page["metadata"]["remainingItemCount"].toInteger(), {}});
            return true;
        }
    } while (!token.empty());
    return true;
}

std::vector<ObjectRef> ReaderWorld::known() const {
    std::set<std::string> seen;
    std::vector<ObjectRef> all;
    for (const auto& [key, objects] : m_lists)
        for (const ObjectRef& object : objects)
            if (object->uid().empty() || seen.insert(object->uid()).second) all.push_back(object);
    return all;
}

}  // namespace armillary::app
