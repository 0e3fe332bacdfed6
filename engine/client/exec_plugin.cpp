#include "engine/client/exec_plugin.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <format>
#include <ranges>

#include "engine/client/child.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/scalars.h"

namespace armillary::client {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string textAt(const json::object& in, std::string_view key) {
    const auto* found = in.if_contains(key);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

std::string valueOf(const std::vector<std::string>& environment, std::string_view name) {
    for (const std::string& entry : environment)
        if (entry.starts_with(name) && entry.substr(name.size()).starts_with('=')) return entry.substr(name.size() + 1);
    return {};
}

void set(std::vector<std::string>& environment, std::string_view name, std::string_view value) {
    std::erase_if(environment, [&](const std::string& entry) {
        return entry.starts_with(name) && entry.substr(name.size()).starts_with('=');
    });
    environment.push_back(std::format("{}={}", name, value));
}

/// Where `path` (folders with colons between them) has the program; "" when nowhere.
fs::path findIn(std::string_view path, const std::string& command) {
    for (const auto folder : std::views::split(path, ':')) {
        const fs::path found = fs::path(std::string_view(folder)) / command;
        std::error_code none;
        if (found.is_absolute() && fs::is_regular_file(found, none) && access(found.c_str(), X_OK) == 0) return found;
    }
    return {};
}

/// The PATH that the user has in a terminal: a desktop's programs are started without what his shell adds.
std::string loginPath(const std::vector<std::string>& environment) {
    const std::string shell = valueOf(environment, "SHELL");
    if (!shell.starts_with('/')) return {};
    const auto said = runChild({.program = shell,
                                .arguments = {"-l", "-c", "printf '\\n%s\\n' \"$PATH\""},
                                .environment = environment,
                                .patience = std::chrono::seconds(10)});
    if (!said || said->exitCode != 0) return {};
    // A shell may greet before.
    std::string_view text = said->output;
    while (text.ends_with('\n')) text.remove_suffix(1);
    return std::string(text.substr(text.rfind('\n') + 1));
}

std::string execInfo(const ExecPlugin& plugin) {
    std::string text = R"({"kind":"ExecCredential","apiVersion":)";
    schema::appendJsonString(text, plugin.apiVersion);
    text += R"(,"spec":{)";
    if (!plugin.clusterJson.empty()) text += "\"cluster\":" + plugin.clusterJson + ",";
    return text + R"("interactive":false}})";
}

}  // namespace

std::expected<ExecCredential, std::string> readExecCredential(std::string_view text, std::string_view apiVersion) {
    boost::system::error_code failed;
    const json::value document = json::parse(text, failed);
    const auto* root = document.if_object();
    if (failed || !root) return std::unexpected("decoding stdout: it is not a JSON object");
    if (const std::string kind = textAt(*root, "kind"); kind != "ExecCredential")
        return std::unexpected("decoding stdout: its kind is not ExecCredential");
    if (textAt(*root, "apiVersion") != apiVersion)
        return std::unexpected(std::format(
            "exec plugin is configured to use API version {}, plugin returned another version", apiVersion));
    const auto* member = root->if_contains("status");
    const auto* status = member ? member->if_object() : nullptr;
    if (!status) return std::unexpected("exec plugin didn't return a status field");
    ExecCredential made;
    made.token = textAt(*status, "token");
    made.certificate = {textAt(*status, "clientCertificateData"), textAt(*status, "clientKeyData")};
    if (made.certificate.certificatePem.empty() != made.certificate.keyPem.empty())
        return std::unexpected("exec plugin returned only certificate or key, not both");
    if (made.token.empty() && made.certificate.keyPem.empty())
        return std::unexpected("exec plugin didn't return a token or cert/key pair");
    if (const auto* expires = status->if_contains("expirationTimestamp"); expires && !expires->is_null()) {
        const auto time = schema::Time::parse(textAt(*status, "expirationTimestamp"));
        if (!time) return std::unexpected("decoding stdout: status.expirationTimestamp is no time");
        made.expires = time->timePoint();
    }
    return made;
}

ExecCredentials::ExecCredentials(ExecPlugin plugin, async::Clock& clock, std::vector<std::string> environment,
                                 std::chrono::milliseconds patience)
    : m_plugin(std::move(plugin)), m_clock(clock), m_environment(std::move(environment)), m_patience(patience) {}

std::expected<ExecCredential, std::string> ExecCredentials::get() {
    std::unique_lock lock(m_mutex);
    if (m_usable && (!m_result->expires || m_clock.now() < *m_result->expires)) return m_result;
    if (m_running) {
        const auto before = m_runs;
        m_finished.wait(lock, [&] { return m_runs != before; });
        return m_result;
    }
    m_running = true;
    lock.unlock();
    auto result = run();
    lock.lock();
    m_running = false;
    ++m_runs;
    m_result = std::move(result);
    m_usable = m_result.has_value();
    m_finished.notify_all();
    return m_result;
}

void ExecCredentials::refused(const std::string& token) {
    const std::lock_guard lock(m_mutex);
    // Another call may have had it renewed already.
    if (m_usable && m_result->token == token) m_usable = false;
}

std::string ExecCredentials::failure(std::string_view why, std::string_view errors) const {
    while (errors.ends_with('\n')) errors.remove_suffix(1);
    std::string text = "getting credentials: exec: " + std::string(why);
    if (!errors.empty()) text += std::format(": {}", errors);
    if (!m_plugin.installHint.empty()) text += "\n\n" + m_plugin.installHint;
    return text;
}

std::expected<ExecCredential, std::string> ExecCredentials::run() const {
    if (m_plugin.needsTerminal)
        return std::unexpected(failure(std::format(
            "{} asks questions in a terminal (interactiveMode: Always), and there is none here", m_plugin.command)));
    ChildSpec spec{.program = m_plugin.command,
                   .arguments = m_plugin.arguments,
                   .environment = m_environment,
                   .patience = m_patience};
    if (!m_plugin.command.contains('/')) {
        spec.program = findIn(valueOf(m_environment, "PATH"), m_plugin.command);
        if (spec.program.empty()) {
            const std::string path = loginPath(m_environment);
            spec.program = findIn(path, m_plugin.command);
            set(spec.environment, "PATH", path);
        }
    }
    if (spec.program.empty() || access(spec.program.c_str(), X_OK) != 0)
        return std::unexpected(failure(std::format("executable {} not found", m_plugin.command)));
    for (const auto& [name, value] : m_plugin.environment) set(spec.environment, name, value);
    set(spec.environment, "KUBERNETES_EXEC_INFO", execInfo(m_plugin));
    const auto outcome = runChild(spec);
    if (!outcome) return std::unexpected(failure(std::format("executable {} {}", m_plugin.command, outcome.error())));
    if (outcome->exitCode != 0)
        return std::unexpected(
            failure(std::format("executable {} failed with exit code {}", m_plugin.command, outcome->exitCode),
                    outcome->errors));
    auto read = readExecCredential(outcome->output, m_plugin.apiVersion);
    if (!read) return std::unexpected("getting credentials: " + read.error());
    return read;
}

std::vector<std::string> processEnvironment() {
    std::vector<std::string> entries;
    for (char** entry = environ; *entry; ++entry) entries.emplace_back(*entry);
    return entries;
}

}  // namespace armillary::client
