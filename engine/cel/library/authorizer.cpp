#include "engine/cel/authorizer.h"

#include "engine/cel/function.h"

namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

constexpr std::string_view kAuthorizer = "kubernetes.authorization.Authorizer",
                           kPathCheck = "kubernetes.authorization.PathCheck",
                           kGroupCheck = "kubernetes.authorization.GroupCheck",
                           kResourceCheck = "kubernetes.authorization.ResourceCheck",
                           kDecision = "kubernetes.authorization.Decision";
/// Two checks are as much as one expression can afford.
constexpr std::uint64_t kCheckCost = 350'000;

/// The authorizer itself, or a question in the making.
class CheckValue final : public Opaque {
public:
    CheckValue(std::string_view type, std::shared_ptr<const Access> access, AccessQuestion question)
        : m_type(type), m_access(std::move(access)), m_question(std::move(question)) {}
    std::string_view typeName() const override { return m_type; }
    bool equals(const Opaque& other) const override { return this == &other; }
    const std::shared_ptr<const Access>& access() const { return m_access; }
    const AccessQuestion& question() const { return m_question; }

private:
    std::string_view m_type;
    std::shared_ptr<const Access> m_access;
    AccessQuestion m_question;
};

class DecisionValue final : public Opaque {
public:
    explicit DecisionValue(AccessAnswer answer) : m_answer(std::move(answer)) {}
    std::string_view typeName() const override { return kDecision; }
    bool equals(const Opaque& other) const override { return this == &other; }
    const AccessAnswer& answer() const { return m_answer; }

private:
    AccessAnswer m_answer;
};

const CheckValue& checkOf(Args args) {
    return static_cast<const CheckValue&>(*args[0].as<OpaqueRef>());
}
const AccessAnswer& answerOf(Args args) {
    return static_cast<const DecisionValue&>(*args[0].as<OpaqueRef>()).answer();
}

Value made(std::string_view type, const CheckValue& from, AccessQuestion question) {
    return Value(OpaqueRef(std::make_shared<CheckValue>(type, from.access(), std::move(question))));
}

/// The check with one member set to the argument.
template <std::string AccessQuestion::* member, const std::string_view& type>
Value with(Args args) {
    AccessQuestion question = checkOf(args).question();
    question.*member = args[1].text();
    return made(type, checkOf(args), std::move(question));
}

template <std::string AccessQuestion::* member, const std::string_view& type>
Value withRequired(Args args) {
    if (args[1].text().find_first_not_of(" \t\r\n\v\f") == std::string_view::npos)
        return Value::error(std::string(type == kPathCheck ? "path" : "resource") + " must not be empty");
    return with<member, type>(args);
}

Value serviceAccount(Args args) {
    auto access = checkOf(args).access()->serviceAccount(args[1].text(), args[2].text());
    return access ? authorizerValue(std::move(*access)) : Value::error(access.error());
}

Value check(Args args) {
    AccessQuestion question = checkOf(args).question();
    question.verb = args[1].text();
    return Value(OpaqueRef(std::make_shared<DecisionValue>(checkOf(args).access()->ask(question))));
}

/// A selector is read into requirements, of which every two characters may make one.
std::uint64_t selectorCost(Args args) {
    const std::uint64_t size = costSize(args[1]);
    return 10 + traversal(size) + (size + 1) / 2 * 50;
}

}  // namespace

Type authorizerType() {
    return Type::opaque(std::string(kAuthorizer));
}
Type resourceCheckType() {
    return Type::opaque(std::string(kResourceCheck));
}

Value authorizerValue(std::shared_ptr<const Access> access) {
    return Value(OpaqueRef(std::make_shared<CheckValue>(kAuthorizer, std::move(access), AccessQuestion{})));
}

Value resourceCheckValue(std::shared_ptr<const Access> access, AccessQuestion question) {
    return Value(OpaqueRef(std::make_shared<CheckValue>(kResourceCheck, std::move(access), std::move(question))));
}

void addAuthorizer(Functions& functions) {
    const auto named = [](std::string_view name) { return Type::opaque(std::string(name)); };
    const Type text(TypeKind::String), boolean(TypeKind::Bool),
        authorizer = named(kAuthorizer), path = named(kPathCheck), group = named(kGroupCheck),
        resource = named(kResourceCheck), decision = named(kDecision);
    using Question = AccessQuestion;
    functions.member("path", {authorizer, text}, path, withRequired<&Question::path, kPathCheck>);
    functions.member("group", {authorizer, text}, group, with<&Question::group, kGroupCheck>);
    functions.member("serviceAccount", {authorizer, text, text}, authorizer, serviceAccount);
    functions.member("resource", {group, text}, resource, withRequired<&Question::resource, kResourceCheck>);
    functions.member("subresource", {resource, text}, resource, with<&Question::subresource, kResourceCheck>);
    functions.member("namespace", {resource, text}, resource, with<&Question::namespace_, kResourceCheck>);
    functions.member("name", {resource, text}, resource, with<&Question::name, kResourceCheck>);
    functions.member("fieldSelector", {resource, text}, resource, with<&Question::fieldSelector, kResourceCheck>,
                     selectorCost);
    functions.member("labelSelector", {resource, text}, resource, with<&Question::labelSelector, kResourceCheck>,
                     selectorCost);
    for (const Type& type : {path, resource})
        functions.member("check", {type, text}, decision, check, [](Args) { return kCheckCost; });
    functions.member("allowed", {decision}, boolean, [](Args args) { return Value(answerOf(args).allowed); });
    functions.member("reason", {decision}, text, [](Args args) { return Value::string(answerOf(args).reason); });
    functions.member("errored", {decision}, boolean, [](Args args) { return Value(!answerOf(args).error.empty()); });
    functions.member("error", {decision}, text, [](Args args) { return Value::string(answerOf(args).error); });
}

}  // namespace armillary::cel
