#include <charconv>
#include <format>

#include "engine/schema/json_codec.h"
#include "engine/schema/json_document.h"
#include "engine/schema/patch.h"

namespace armillary::schema {

namespace {

namespace json = boost::json;

/// The sentence to answer with. Thrown inside this file only.
struct Refusal {
    std::string sentence;
};

// The causes that upstream's sentences end in.
constexpr std::string_view kMissing = "missing value";
constexpr std::string_view kInvalidIndex = "invalid index referenced";
constexpr std::string_view kTestFailed = "test failed";

/// Upstream allows "copy" to add as much as a request body may hold.
constexpr std::size_t kMaxCopiedBytes = 3u << 20;
/// Values that a patch may move or look at; a patch of many operations on long lists would otherwise occupy a thread.
constexpr std::size_t kMaxWork = 100'000'000;

[[noreturn]] void refuse(std::string sentence) {
    throw Refusal{std::move(sentence)};
}

std::string unescaped(std::string_view part) {
    std::string out;
    for (std::size_t at = 0; at < part.size(); ++at) {
        const bool escape = part[at] == '~' && at + 1 < part.size() && (part[at + 1] == '0' || part[at + 1] == '1');
        out += !escape ? part[at] : part[++at] == '0' ? '~' : '/';
    }
    return out;
}

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t slash = path.find('/');
        parts.push_back(unescaped(path.substr(0, slash)));
        if (slash == std::string_view::npos) return parts;
        path.remove_prefix(slash + 1);
    }
}

/// A list index as Go's Atoi reads it.
std::int64_t number(const std::string& key) {
    std::string_view text = key;
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = end == text.data() + text.size() && !text.empty();
    if (error == std::errc() && whole) return value;
    std::string sentence = "strconv.Atoi: parsing ";
    appendJsonString(sentence, key);
    refuse(sentence + (error == std::errc::result_out_of_range && whole ? ": value out of range" : ": invalid syntax"));
}

/// `key` as an index below `bound`; negative ones count back from `bound`.
std::size_t indexBelow(const std::string& key, std::size_t bound) {
    const std::int64_t index = number(key);
    const auto limit = static_cast<std::int64_t>(bound);
    if (index >= limit || index < -limit) {
        refuse(std::format("Unable to access invalid index: {}: {}", index, kInvalidIndex));
    }
    return static_cast<std::size_t>(index < 0 ? index + limit : index);
}

/// The object or list that a path's last part is in.
struct Place {
    json::value* container = nullptr;
    std::string key;
    std::size_t depth = 0;
};

class Application {
public:
    explicit Application(json::value& document) : m_document(document) {}

    void apply(const json::value& operation) {
        const json::object none;
        m_operation = operation.is_object() ? &operation.get_object() : &none;
        const std::string kind = textOr("op", "unknown");
        if (kind == "add") return add();
        if (kind == "remove") return remove();
        if (kind == "replace") return replace();
        if (kind == "move") return move();
        if (kind == "test") return test();
        if (kind == "copy") return copy();
        refuse("Unexpected kind: " + kind);
    }

private:
    std::string textOr(std::string_view member, std::string_view otherwise) const {
        const json::value* value = m_operation->if_contains(member);
        return std::string(value && value->is_string() ? std::string_view(value->get_string()) : otherwise);
    }

    /// "path" or "from"; `sentence` is the answer when it is missing.
    std::string pointer(std::string_view member, std::string_view sentence) const {
        const json::value* value = m_operation->if_contains(member);
        if (value && value->is_string()) return std::string(std::string_view(value->get_string()));
        if (value && !value->is_null()) {
            refuse(std::format("{}: json: cannot unmarshal {} into Go value of type string", sentence, goKind(*value)));
        }
        refuse(std::format("{}: {}", sentence, kMissing));
    }

    json::value value() const {
        const json::value* value = m_operation->if_contains("value");
        return value ? *value : json::value();
    }

    void spend(std::size_t work) {
        m_work += work;
        if (m_work > kMaxWork) refuse("the patch takes too much work: split it into smaller ones");
    }

    /// The value at one key; null when there is none. Refuses an impossible list index.
    static json::value* at(json::value& container, const std::string& key) {
        if (json::object* object = container.if_object()) return object->if_contains(key);
        json::array& array = container.get_array();
        return &array[indexBelow(key, array.size())];
    }

    /// An empty place when the way to it is missing.
    Place find(std::string_view path) {
        std::vector<std::string> parts = split(path);
        if (parts.size() < 2) return {};
        json::value* container = &m_document;
        for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
            json::value* next = nullptr;
            try {
                next = at(*container, parts[i]);
            } catch (const Refusal&) {
                return {};
            }
            if (!next || !next->is_structured()) return {};
            container = next;
        }
        return {container, std::move(parts.back()), parts.size() - 1};
    }

    Place findOr(std::string_view path, std::string_view sentence) {
        Place place = find(path);
        if (!place.container) refuse(std::format("{}: {}", sentence, kMissing));
        return place;
    }

    /// Runs `change`; what it refuses is answered behind `context`.
    template <class Change>
    static auto within(std::string_view context, Change change) {
        try {
            return change();
        } catch (const Refusal& refusal) {
            refuse(std::format("{}: {}", context, refusal.sentence));
        }
    }

    void insert(const Place& place, json::value value) {
        std::size_t visited = 0;
        if (place.depth + depthOf(value, visited) > kMaxDepth) {
            refuse(std::format("the document would be nested deeper than {} levels", kMaxDepth));
        }
        spend(visited);
        if (json::object* object = place.container->if_object()) {
            object->insert_or_assign(place.key, std::move(value));
            return;
        }
        json::array& array = place.container->get_array();
        if (place.key == "-") return array.push_back(std::move(value));
        within(std::format("value was not a proper array index: '{}'", place.key), [&] { return number(place.key); });
        const std::size_t index = indexBelow(place.key, array.size() + 1);
        spend(array.size() - index);
        array.insert(array.begin() + index, std::move(value));
    }

    void erase(const Place& place) {
        if (json::object* object = place.container->if_object()) {
            if (object->erase(place.key) == 0) {
                refuse(std::format("Unable to remove nonexistent key: {}: {}", place.key, kMissing));
            }
            return;
        }
        json::array& array = place.container->get_array();
        const std::size_t index = indexBelow(place.key, array.size());
        spend(array.size() - index);
        array.erase(array.begin() + index);
    }

    void add() {
        const std::string path = pointer("path", "add operation failed to decode path");
        const Place place =
            findOr(path, std::format("add operation does not apply: doc is missing path: \"{}\"", path));
        within(std::format("error in add for path: '{}'", path), [&] { insert(place, value()); });
    }

    void remove() {
        const std::string path = pointer("path", "remove operation failed to decode path");
        const Place place =
            findOr(path, std::format("remove operation does not apply: doc is missing path: \"{}\"", path));
        within(std::format("error in remove for path: '{}'", path), [&] { erase(place); });
    }

    void replace() {
        const std::string path =
            pointer("path", "replace operation failed to decode path: operation missing path field");
        if (path.empty()) {
            json::value whole = value();
            if (!whole.is_structured()) refuse("replace operation value must be object or array");
            m_document = std::move(whole);
            return;
        }
        const Place place =
            findOr(path, std::format("replace operation does not apply: doc is missing path: {}", path));
        if (place.container->is_object()) {
            return within(std::format("error in remove for path: '{}'", path), [&] { insert(place, value()); });
        }
        json::value* old = nullptr;
        try {
            old = at(*place.container, place.key);
        } catch (const Refusal&) {
            refuse(std::format("replace operation does not apply: doc is missing key: {}: {}", path, kMissing));
        }
        json::value replacement = value();
        std::size_t visited = 0;
        if (place.depth + depthOf(replacement, visited) > kMaxDepth) {
            refuse(std::format("the document would be nested deeper than {} levels", kMaxDepth));
        }
        *old = std::move(replacement);
    }

    /// What "move" and "copy" take, and from where.
    std::pair<Place, json::value*> source(std::string_view kind, std::string_view member) {
        const std::string from =
            pointer("from", std::format("{} operation failed to decode from: operation, missing from field", kind));
        Place place =
            findOr(from, std::format("{} operation does not apply: doc is missing from path: {}", kind, from));
        const std::string context = kind == "move" ? std::format("error in move for path: '{}'", place.key)
                                                   : std::format("error in {} for {}: '{}'", kind, member, from);
        json::value* value = within(context, [&] { return at(*place.container, place.key); });
        return {std::move(place), value};
    }

    void move() {
        const auto [from, found] = source("move", "path");
        json::value value = found ? std::move(*found) : json::value();
        within(std::format("error in move for path: '{}'", from.key), [&] { erase(from); });
        const std::string path = pointer("path", "move operation failed to decode path: operation missing path field");
        const Place place =
            findOr(path, std::format("move operation does not apply: doc is missing destination path: {}", path));
        within(std::format("error in move for path: '{}'", path), [&] { insert(place, std::move(value)); });
    }

    void copy() {
        const json::value* found = source("copy", "from").second;
        const std::string path = pointer("path", "copy operation failed to decode path");
        const Place place =
            findOr(path, std::format("copy operation does not apply: doc is missing destination path: {}", path));
        std::string text;
        if (found) writeDocument(text, *found);
        m_copied += text.size();
        if (m_copied > kMaxCopiedBytes) {
            refuse(
                std::format("Unable to complete the copy, the accumulated size increase of copy is {}, exceeding the "
                            "limit {}",
                            m_copied, kMaxCopiedBytes));
        }
        json::value value = found ? *found : json::value();
        within("error while adding value during copy", [&] { insert(place, std::move(value)); });
    }

    void test() {
        const std::string path = pointer("path", "test operation failed to decode path: operation missing path field");
        const std::string failed = std::format("testing value {} failed: {}", path, kTestFailed);
        const json::value wanted = value();
        const json::value* found = &m_document;
        if (!path.empty()) {
            const Place place = findOr(path, std::format("test operation does not apply: is missing path: {}", path));
            found = within(std::format("error in test for path: '{}'", path),
                           [&] { return at(*place.container, place.key); });
        }
        std::size_t visited = 0;
        depthOf(wanted, visited);
        spend(visited);
        // An absent member and null are the same to upstream.
        if (!found || found->is_null()) {
            if (!wanted.is_null()) refuse(failed);
        } else if (*found != wanted) {
            refuse(failed);
        }
    }

    json::value& m_document;
    const json::object* m_operation = nullptr;
    std::size_t m_copied = 0;
    std::size_t m_work = 0;
};

std::expected<json::array, std::string> decodePatch(std::string_view patch) {
    auto parsed = parseDocument(patch);
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    if (parsed->is_null()) return json::array();
    if (!parsed->is_array()) {
        return std::unexpected(
            std::format("json: cannot unmarshal {} into Go value of type jsonpatch.Patch", goKind(*parsed)));
    }
    json::array& operations = parsed->get_array();
    for (const json::value& operation : operations) {
        if (operation.is_object() || operation.is_null()) continue;
        return std::unexpected(
            std::format("json: cannot unmarshal {} into Go value of type jsonpatch.Operation", goKind(operation)));
    }
    if (operations.size() > kMaxJsonPatchOperations) {
        return std::unexpected(std::format("The allowed maximum operations in a JSON patch is {}, got {}",
                                           kMaxJsonPatchOperations, operations.size()));
    }
    return std::move(operations);
}

}  // namespace

std::expected<void, std::string> checkJsonPatch(std::string_view patch) {
    if (auto operations = decodePatch(patch); !operations) return std::unexpected(std::move(operations.error()));
    return {};
}

std::expected<std::string, std::string> applyJsonPatch(std::string_view document, std::string_view patch) {
    const auto operations = decodePatch(patch);
    if (!operations) return std::unexpected(operations.error());
    auto parsed = parseDocument(document);
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    if (!parsed->is_structured()) return std::unexpected("invalid JSON document");
    try {
        Application application(*parsed);
        for (const json::value& operation : *operations) application.apply(operation);
    } catch (const Refusal& refusal) {
        return std::unexpected(refusal.sentence);
    }
    std::string out;
    writeDocument(out, *parsed);
    return out;
}

}  // namespace armillary::schema
