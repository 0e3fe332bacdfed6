#include "programs/common/lifecycle/root.h"

#include <unistd.h>

#include <algorithm>

#include "programs/common/child.h"

namespace armillary::programs {

namespace {
constexpr auto kSudo = "/usr/bin/sudo";
constexpr auto kPkexec = "/usr/bin/pkexec";
}  // namespace

RootMeans chooseRoot(AskedFrom from) {
    if (geteuid() == 0) return RootMeans::Already;
    if (from == AskedFrom::Terminal) return RootMeans::Sudo;
    if (access(kSudo, X_OK) == 0 && runToEnd(kSudo, {"-n", "true"})) return RootMeans::Sudo;
    return access(kPkexec, X_OK) == 0 ? RootMeans::PolicyKit : RootMeans::ByHand;
}

std::vector<std::string> asRoot(RootMeans means, const std::filesystem::path& program,
                                std::vector<std::string> arguments) {
    std::vector<std::string> words;
    // -n: never a password prompt in the middle of a command; who has a terminal asks once, at the start.
    if (means == RootMeans::Sudo) words = {kSudo, "-n"};
    // Without a terminal there is nobody whom pkexec's own prompt would reach.
    if (means == RootMeans::PolicyKit) words = {kPkexec, "--disable-internal-agent"};
    if (means == RootMeans::ByHand) words = {"sudo"};
    words.push_back(program.string());
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

std::string shellLine(const std::vector<std::string>& words) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+";
    std::string line;
    for (const std::string& word : words) {
        if (!line.empty()) line += ' ';
        if (!word.empty() && std::ranges::all_of(word, [&](char c) { return kPlain.contains(c); })) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += '\'';
    }
    return line;
}

}  // namespace armillary::programs
