#include <algorithm>
#include <format>

#include "engine/relations/draft.h"

namespace armillary::relations {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostVolumeNameBytes = 63;

Place specOf(const Draft& draft) {
    return placeOf(podTemplateOf(kindOf(*draft.from)).spec);
}

/// Those that may be changed: no ephemeral ones.
std::vector<Place> containersOf(const Draft& draft) {
    auto pattern = patternOf(podTemplateOf(kindOf(*draft.from)).spec);
    pattern.push_back({{"containers", "initContainers"}, true});
    return placesOf(draft.source, pattern);
}

bool isSecret(const Draft& draft) {
    return kindOf(*draft.to).name == "Secret";
}

std::vector<std::string> keysOf(const Draft& draft) {
    std::vector<std::string> keys;
    for (const auto* name : {"data", "binaryData", "stringData"}) {
        if (name == std::string_view("binaryData") && isSecret(draft)) continue;
        const auto* map = at(draft.target, {name});
        if (!map || !map->is_object()) continue;
        for (const auto& member : map->get_object())
            if (!std::ranges::contains(keys, member.key())) keys.emplace_back(member.key());
    }
    return keys;
}

bool isPlainLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// As upstream allows it since 1.32: any visible sign but '='.
bool isVariable(std::string_view name) {
    return std::ranges::all_of(name, [](unsigned char c) { return c >= 0x20 && c < 0x7f && c != '='; });
}

/// "DATABASE_URL" of "database-url".
std::string variableOf(std::string_view key) {
    std::string name;
    for (const char c : key) name += isPlainLetter(c) ? (c >= 'a' && c <= 'z' ? char(c - 32) : c) : '_';
    if (!name.empty() && name.front() >= '0' && name.front() <= '9') name.insert(0, 1, '_');
    return name;
}

bool hasItem(const Draft& draft, const Place& list, std::string_view member, std::string_view value) {
    for (std::size_t i = 0; i < sizeAt(draft.source, list); ++i)
        if (textAt(draft.source, list + i + std::string(member)) == value) return true;
    return false;
}

/// A label of DNS made from the target's name, which no other volume has.
std::string freshVolumeName(const Draft& draft) {
    std::string base = draft.to->name();
    for (char& c : base)
        if (!isPlainLetter(c)) c = '-';
    const Place spec = specOf(draft);
    const auto taken = [&](const std::string& name) {
        if (hasItem(draft, spec + "volumes", "name", name)) return true;
        const Place templates{"spec", "volumeClaimTemplates"};
        for (std::size_t i = 0; i < sizeAt(draft.source, templates); ++i)
            if (textAt(draft.source, templates + i + "metadata" + "name") == name) return true;
        return false;
    };
    for (std::size_t number = 1;; ++number) {
        const std::string tail = number == 1 ? std::string() : "-" + std::to_string(number);
        std::string name = base.substr(0, kMostVolumeNameBytes - tail.size());
        while (name.ends_with('-')) name.pop_back();
        if (!taken(name + tail)) return name + tail;
    }
}

/// The volume that shows the target already; "" without one.
std::string volumeOf(const Draft& draft) {
    const Place spec = specOf(draft);
    for (const Edge& edge : namedReferences(draft.from)) {
        if (edge.to != idOf(*draft.to)) continue;
        const Place place = placeOf(edge.path);
        if (place.size() != spec.size() + 4 || !matches(draft.pattern, place)) continue;
        // Only what shows all of it: a volume with chosen keys is somebody's own.
        if (!edge.keys.empty()) continue;
        return textAt(draft.source, front(place, spec.size() + 2) + "name");
    }
    return {};
}

void addMount(Draft& draft, const Place& container, const std::string& volume) {
    const Kind kind = kindOf(*draft.to);
    const std::string suggestion = kind.name == "PersistentVolumeClaim" ? "/var/lib/" + draft.to->name()
                                   : isSecret(draft)                    ? "/etc/secrets/" + draft.to->name()
                                                                        : "/etc/" + draft.to->name();
    const std::string path = draft.ask({"mountPath", Question::Kind::Text, suggestion, {}, true});
    const Place mounts = container + "volumeMounts";
    if (!path.starts_with('/') || path.contains(':'))
        draft.mistake("the path to mount at begins with '/' and has no ':'");
    if (hasItem(draft, mounts, "mountPath", path))
        draft.mistake(std::format("the container has something at '{}' already", path));
    json::object mount{{"name", volume}, {"mountPath", path}};
    if (draft.row.writing.form == Form::Projected) mount["readOnly"] = true;
    draft.insert(mounts, mount);
}

}  // namespace

void drawEnvKey(Draft& draft) {
    const auto container = draft.choose("container", containersOf(draft));
    if (!container) return;
    auto keys = keysOf(draft);
    std::string only = keys.size() == 1 ? keys.front() : std::string();
    const std::string key = draft.ask({"key", Question::Kind::Key, std::move(only), std::move(keys), true});
    std::string name = draft.ask({"name", Question::Kind::Text, {}, {}, false});
    if (name.empty()) name = variableOf(key);
    if (!isVariable(name)) draft.mistake(std::format("'{}' cannot be the name of an environment variable", name));
    const Place env = *container + "env";
    if (hasItem(draft, env, "name", name))
        draft.mistake(std::format("the container has a variable '{}' already", name));
    json::object reference = draft.reference();
    reference["key"] = key;
    const std::size_t lists = behindLastList(draft.pattern);
    json::value item =
        nested({draft.pattern.begin() + std::ptrdiff_t(lists), draft.pattern.end() - 1}, 0, std::move(reference));
    json::object made{{"name", name}};
    for (const auto& [member, value] : item.get_object()) made[member] = value;
    draft.insert(env, made);
}

void drawEnvAll(Draft& draft) {
    auto containers = containersOf(draft);
    const bool any = !containers.empty();
    std::erase_if(containers, [&, there = namedReferences(draft.from)](const Place& container) {
        const bool has = std::ranges::any_of(there, [&](const Edge& edge) {
            return edge.to == idOf(*draft.to) && edge.path.starts_with(text(container + "envFrom") + "[");
        });
        if (has && textAt(draft.source, container + "name") == draft.said("container"))
            draft.mistake(std::format("the container has all keys of {} already", called(*draft.to)));
        return has;
    });
    if (any && containers.empty())
        return draft.refuse(std::format("{} has all keys of {} already", called(*draft.from), called(*draft.to)));
    const auto container = draft.choose("container", containers);
    if (!container) return;
    const std::string prefix = draft.ask({"prefix", Question::Kind::Text, {}, {}, false});
    if (!isVariable(prefix)) draft.mistake(std::format("'{}' cannot begin an environment variable", prefix));
    json::object item;
    if (!prefix.empty()) item["prefix"] = prefix;
    item[isSecret(draft) ? "secretRef" : "configMapRef"] = draft.reference();
    draft.insert(*container + "envFrom", item);
}

void drawVolume(Draft& draft) {
    const auto container = draft.choose("container", containersOf(draft));
    if (!container) return;
    std::string volume = volumeOf(draft);
    const std::size_t lists = behindLastList(draft.pattern);
    const Place volumes = specOf(draft) + "volumes";
    if (volume.empty()) {
        volume = freshVolumeName(draft);
        json::object made{{"name", volume}};
        const bool projected = draft.row.writing.form == Form::Projected;
        const std::size_t begin = projected ? lists - 2 : lists;
        const json::value source =
            nested({draft.pattern.begin() + std::ptrdiff_t(begin), draft.pattern.end() - 1}, 0, draft.reference());
        for (const auto& [member, value] : source.get_object()) made[member] = value;
        draft.insert(volumes, made);
    }
    addMount(draft, *container, volume);
}

}  // namespace armillary::relations
