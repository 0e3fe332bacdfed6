#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>

#include "engine/schema/apply/field_set.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_document.h"
#include "engine/schema/text.h"

namespace armillary::apply {
namespace {

namespace json = boost::json;

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// `{"a":…,"b":…}` with its members in order.
std::string canonicalKey(const json::object& key) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : key) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
    std::string text = "k:{";
    for (const auto* member : members) {
        if (text.size() > 3) text += ',';
        schema::appendJsonString(text, member->key());
        text += ':';
        schema::writeDocument(text, member->value());
    }
    return text + '}';
}

/// Whether `text` is one JSON scalar spelt as this program spells it. Errs on the side of no.
bool isPlainScalar(std::string_view text) {
    if (text == "true" || text == "false") return true;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        return std::ranges::all_of(text.substr(1, text.size() - 2),
                                   [](unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
    if (text.empty() || text.size() > 15 || (text.front() == '0' && text.size() > 1)) return false;
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether `text` is an object of plain scalars with its members in order: what needs no second look.
bool isPlainKey(std::string_view text) {
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return false;
    text = text.substr(1, text.size() - 2);
    std::string_view before;
    while (!text.empty()) {
        const std::size_t colon = text.find("\":");
        if (colon == std::string_view::npos || !isPlainScalar(text.substr(0, colon + 1))) return false;
        const std::string_view name = text.substr(1, colon - 1);
        if (!before.empty() && name <= before) return false;
        before = name;
        text.remove_prefix(colon + 2);
        const std::size_t quoted = !text.empty() && text.front() == '"' ? text.find('"', 1) : 0;
        if (quoted == std::string_view::npos) return false;
        const std::size_t end = text.find(',', quoted);
        if (!isPlainScalar(text.substr(0, end))) return false;
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (end != std::string_view::npos && text.empty()) return false;
    }
    return true;
}

/// Bytes that are no UTF-8 become U+FFFD, as they would when written.
void repair(std::string& text) {
    if (std::ranges::none_of(text, [](unsigned char c) { return c >= 0x80; })) return;
    std::string repaired;
    for (std::size_t at = 0; at < text.size();) {
        const schema::CodePoint point = schema::codePointAt(text, at);
        repaired += point.valid ? std::string_view(text).substr(at, point.length) : std::string_view("\xef\xbf\xbd");
        at += point.length;
    }
    text = std::move(repaired);
}

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    std::expected<FieldSet, std::string> read() {
        FieldSet set;
        bool member = false;
        if (m_text.size() > schema::kMaxDocumentBytes) return std::unexpected("the field set is too large");
        if (!readObject(set, member, 0)) return std::unexpected(std::move(m_error));
        space();
        if (m_at != m_text.size()) return std::unexpected("unexpected trailing data after JSON object");
        return set;
    }

private:
    bool fail(std::string why) {
        if (m_error.empty()) m_error = std::move(why);
        return false;
    }
    void space() {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
    }
    bool take(char c) {
        space();
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }

    /// Fills `set` with what is below; `self` says that the owner of the object is a member: by ".", or because there
    /// is nothing below it.
    bool readObject(FieldSet& set, bool& self, std::size_t depth) {
        if (depth >= schema::kMaxDepth) return fail("exceeded max depth");
        if (!take('{')) return fail("an object was expected at byte " + std::to_string(m_at));
        std::string key;
        for (bool first = true; !take('}'); first = false) {
            if (!first && !take(',')) return fail("a comma was expected at byte " + std::to_string(m_at));
            if (!readString(key) || !take(':')) return fail("a member was expected at byte " + std::to_string(m_at));
            if (key == ".") {
                self = true;
                if (!skip(depth + 1)) return false;
                continue;
            }
            bool known = true;
            if (!normalize(key, known)) return false;
            FieldSet below;
            bool member = false;
            const std::string element = key;
            if (!known) {
                if (!skip(depth + 1)) return false;
                continue;
            }
            if (!readObject(below, member, depth + 1)) return false;
            set.add(element, member, std::move(below));
        }
        if (set.empty()) self = true;
        return true;
    }

    bool skip(std::size_t depth) {
        space();
        if (m_at < m_text.size() && m_text[m_at] == '{') return skipObject(depth);
        std::string text;
        if (m_at < m_text.size() && m_text[m_at] == '"') return readString(text) || fail("a value was expected");
        const std::size_t from = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '-' ||
                                        m_text[m_at] == '+' || m_text[m_at] == '.'))
            ++m_at;
        return m_at > from || fail("a value was expected at byte " + std::to_string(m_at));
    }

    bool skipObject(std::size_t depth) {
        if (depth >= schema::kMaxDepth) return fail("exceeded max depth");
        take('{');
        std::string key;
        for (bool first = true; !take('}'); first = false) {
            if (!first && !take(',')) return fail("a comma was expected at byte " + std::to_string(m_at));
            if (!readString(key) || !take(':') || !skip(depth + 1))
                return fail("a member was expected at byte " + std::to_string(m_at));
        }
        return true;
    }

    bool readString(std::string& out) {
        if (!take('"')) return false;
        const std::size_t from = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\') ++m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            out.assign(m_text.substr(from, m_at++ - from));
            return true;
        }
        while (m_at < m_text.size() && m_text[m_at] != '"') m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (m_at >= m_text.size()) return false;
        const std::string_view literal = m_text.substr(from, m_at++ - from);
        return unescape(literal, out);
    }

    static bool unescape(std::string_view literal, std::string& out) {
        out.clear();
        for (std::size_t i = 0; i < literal.size(); ++i) {
            if (literal[i] != '\\') {
                out += literal[i];
                continue;
            }
            if (++i >= literal.size()) return false;
            constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
            if (const std::size_t which = kFrom.find(literal[i]); which != std::string_view::npos) {
                out += kTo[which];
                continue;
            }
            // The rare rest (\u…) is the JSON library's.
            boost::system::error_code error;
            const json::value value = json::parse("\"" + std::string(literal) + "\"", error);
            if (error) return false;
            out.assign(value.get_string().data(), value.get_string().size());
            return true;
        }
        return true;
    }

    /// Brings an element into the one spelling. `known` is false for a kind that is not ours to know.
    bool normalize(std::string& element, bool& known) {
        repair(element);
        if (element.size() < 2) return fail("key must be 2 characters long:");
        if (element[1] != ':') return fail("missing colon: " + element);
        const std::string_view content = std::string_view(element).substr(2);
        switch (element[0]) {
            case 'f':
                return true;
            case 'i':
                return normalizeIndex(element);
            case 'k':
                return isPlainKey(content) || normalizeJson(element);
            case 'v':
                return isPlainScalar(content) || normalizeJson(element);
            default:
                known = false;
                return true;
        }
    }

    bool normalizeIndex(std::string& element) {
        int index = 0;
        const char* end = element.data() + element.size();
        const auto [read, error] = std::from_chars(element.data() + 2, end, index);
        if (error != std::errc() || read != end)
            return fail("strconv.Atoi: parsing " + schema::quoted(element.substr(2)) + ": invalid syntax");
        element = "i:" + std::to_string(index);
        return true;
    }

    bool normalizeJson(std::string& element) {
        auto value = schema::parseDocument(std::string_view(element).substr(2));
        if (!value) return fail("parsing key as path element: " + value.error());
        if (element[0] == 'k') {
            if (!value->is_object()) return fail("parsing key as path element: " + element + " holds no object");
            element = canonicalKey(value->get_object());
            return true;
        }
        element.resize(2);
        schema::writeDocument(element, *value);
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_error;
};

void writeBelow(const FieldSet& set, bool self, std::string& out) {
    out += '{';
    bool first = true;
    if (self && !set.empty()) {
        out += "\".\":{}";
        first = false;
    }
    for (const FieldSet::Node& node : set.nodes()) {
        if (!first) out += ',';
        first = false;
        schema::appendJsonString(out, node.element);
        out += ':';
        writeBelow(node.below, node.member, out);
    }
    out += '}';
}

void appendValueText(std::string& out, const json::value& value) {
    if (value.is_string())
        out += schema::quoted({value.get_string().data(), value.get_string().size()});
    else
        schema::writeDocument(out, value);
}

}  // namespace

std::expected<FieldSet, std::string> readFieldsV1(std::string_view json) {
    return Reader(json).read();
}

void writeFieldsV1(const FieldSet& set, std::string& out) {
    writeBelow(set, false, out);
}

std::string fieldElement(std::string_view name) {
    return std::string("f:").append(name);
}

std::string_view fieldName(std::string_view element) {
    return element.starts_with("f:") ? element.substr(2) : std::string_view();
}

std::string pathText(Path path) {
    std::string text;
    for (const std::string_view element : path) {
        const std::string_view content = element.substr(std::min<std::size_t>(2, element.size()));
        if (element.starts_with("f:")) {
            text.append(".").append(content);
            continue;
        }
        text += '[';
        boost::system::error_code error;
        const json::value value = json::parse(content, error);
        if (element.starts_with("v:") && !error) {
            text += '=';
            appendValueText(text, value);
        } else if (element.starts_with("k:") && !error && value.is_object()) {
            bool first = true;
            for (const auto& member : value.get_object()) {
                if (!first) text += ',';
                first = false;
                text.append(member.key()).append("=");
                appendValueText(text, member.value());
            }
        } else {
            text += content;
        }
        text += ']';
    }
    return text;
}

}  // namespace armillary::apply
