#include "tests/unit/resources/documents.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/schema/json_codec.h"

namespace armillary::resources::testing {

namespace {

constexpr std::int64_t kNewYear = 1767225600;

std::vector<std::string> texts(const FieldErrors& errors) {
    std::vector<std::string> out;
    for (const auto& error : errors) out.push_back(error.text());
    return out;
}

void compare(const char* what, const std::vector<std::string>& actual, const std::vector<std::string>& expected) {
    const std::string document = what;
    CAPTURE(document);
    for (std::size_t i = 0; i < std::max(actual.size(), expected.size()); ++i)
        CHECK((i < actual.size() ? actual[i] : "(nothing)") == (i < expected.size() ? expected[i] : "(nothing)"));
}

std::string unquoted(const std::string& cell) {
    return cell.size() >= 2 && cell.front() == '"' ? cell.substr(1, cell.size() - 2) : cell;
}

void prepare(const Document& document) {
    const Rules& rules = *document.row().rules;
    rules.setDefaults(document.get());
    rules.prepareForCreate(document.get());
}

}  // namespace

const Resource& rowOf(std::string_view json) {
    const auto head = schema::readHead(json);
    if (!head) throw std::invalid_argument(head.error().text());
    const auto slash = head->apiVersion.find('/');
    const std::string group = slash == std::string::npos ? "" : head->apiVersion.substr(0, slash);
    const std::string version = slash == std::string::npos ? head->apiVersion : head->apiVersion.substr(slash + 1);
    const Resource* row = Table::builtIn().findKind(group, version, head->kind);
    if (!row) throw std::invalid_argument("no row for " + head->apiVersion + " " + head->kind);
    return *row;
}

Document::Document(std::string_view json) : m_row(&rowOf(json)) {
    m_object = std::shared_ptr<void>(m_row->type->create(), m_row->type->destroy);
    schema::StrictFindings findings;
    if (const auto done = schema::decodeJson(*m_row->type, m_object.get(), json, &findings); !done)
        throw std::invalid_argument(done.error().text());
    if (!findings.empty()) throw std::invalid_argument(findings.front());
}

std::string Document::json() const {
    std::string out;
    schema::encodeJson(*m_row->type, m_object.get(), out);
    return out;
}

std::vector<std::string> createErrors(std::string_view json) {
    const Document document(json);
    prepare(document);
    FieldErrors errors = validateMeta(document.row(), metaOf(document.row(), document.get()));
    const FieldErrors own = document.row().rules->validate(document.get());
    errors.insert(errors.end(), own.begin(), own.end());
    return texts(errors);
}

std::vector<std::string> updateErrors(std::string_view oldJson, std::string_view json) {
    const Document old(oldJson), now(json);
    prepare(old);
    now.row().rules->setDefaults(now.get());
    now.row().rules->prepareForUpdate(now.get(), old.get());
    return texts(now.row().rules->validateUpdate(now.get(), old.get()));
}

std::vector<std::string> statusErrors(std::string_view oldJson, std::string_view json) {
    const Document old(oldJson), now(json);
    old.row().rules->setDefaults(old.get());
    now.row().rules->setDefaults(now.get());
    now.row().rules->prepareForStatusUpdate(now.get(), old.get());
    return texts(now.row().rules->validateStatusUpdate(now.get(), old.get()));
}

std::vector<std::string> createWarnings(std::string_view json) {
    const Document document(json);
    prepare(document);
    return document.row().rules->warnings(document.get(), nullptr);
}

std::vector<std::string> updateWarnings(std::string_view oldJson, std::string_view json) {
    const Document old(oldJson), now(json);
    prepare(old);
    now.row().rules->setDefaults(now.get());
    now.row().rules->prepareForUpdate(now.get(), old.get());
    return now.row().rules->warnings(now.get(), old.get());
}

std::string created(std::string_view json) {
    const Document document(json);
    prepare(document);
    return document.json();
}

std::string defaulted(std::string_view json) {
    const Document document(json);
    document.row().rules->setDefaults(document.get());
    return document.json();
}

std::vector<std::string> row(std::string_view json) {
    const Document document(json);
    Context context;
    context.nowSeconds = kNewYear + 3600;
    std::vector<std::string> out;
    for (const auto& cell : document.row().rules->cells(document.get(), context)) out.push_back(unquoted(cell));
    CHECK(out.size() == document.row().rules->columns().size());
    return out;
}

std::vector<std::string> columnNames(std::string_view group, std::string_view plural) {
    std::vector<std::string> out;
    for (const auto& candidate : Table::builtIn().rows())
        if (candidate.group == group && candidate.plural == plural) {
            for (const auto& column : candidate.rules->columns()) out.emplace_back(column.name);
            break;
        }
    return out;
}

void check(const std::vector<Case>& cases) {
    for (const auto& item : cases) compare(item.what, createErrors(item.json), item.errors);
}

void check(const std::vector<UpdateCase>& cases) {
    for (const auto& item : cases) compare(item.what, updateErrors(item.before, item.after), item.errors);
}

std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::invalid_argument("not in the document: " + std::string(from));
    return text.replace(at, from.size(), to);
}

}  // namespace armillary::resources::testing
