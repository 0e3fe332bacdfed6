#include "app/offline/simulated_shell.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <set>
#include <sstream>
#include <utility>

namespace armillary::app {

namespace {

constexpr std::size_t kLongestLine = 4096, kMostHistory = 100;
constexpr long kMostNumbers = 1'000'000;
constexpr unsigned char kInterrupt = 3, kEndOfInput = 4, kBackspace = 8, kClearLine = 21, kEscape = 27, kDelete = 127;

constexpr std::string_view kHelp =
    "This machine is simulated, and so is its shell. It knows:\r\n"
    "  echo TEXT   ls [DIR]   cat FILE   cd DIR   pwd   env   hostname   id\r\n"
    "  stty size   seq N   yes   colours   top   clear   exit [N]\r\n";

std::vector<std::string> wordsOf(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

long numberOf(const std::string& text, long otherwise) {
    long value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string withReturns(std::string_view text) {
    std::string made;
    for (const char letter : text) {
        if (letter == '\n') made += '\r';
        made += letter;
    }
    if (!made.ends_with('\n')) made += "\r\n";
    return made;
}

std::string colours() {
    std::string text;
    for (int index = 0; index < 16; ++index) text += std::format("\033[48;5;{}m  ", index);
    text += "\033[m\r\n";
    for (int index = 16; index < 52; ++index) text += std::format("\033[48;5;{}m ", index);
    text += "\033[m\r\n";
    for (int step = 0; step < 48; ++step) text += std::format("\033[48;2;{};{};128m ", step * 5, 255 - step * 5);
    return text + "\033[m\r\n\033[1mbold\033[m \033[3mitalic\033[m \033[4munderlined\033[m \033[7mreversed\033[m\r\n";
}

}  // namespace

SimulatedContainer SimulatedContainer::make(std::string pod, std::string container, std::string image) {
    SimulatedContainer made{.pod = std::move(pod), .container = std::move(container), .image = std::move(image)};
    made.files["/etc/hostname"] = made.pod + "\n";
    made.files["/etc/os-release"] = "NAME=\"Simulated\"\nID=simulated\n";
    made.files["/etc/motd"] = "Nothing here is real but the way to it.\n";
    made.files["/app/config.yaml"] = "listen: 0.0.0.0:8080\nlog: info\n";
    made.files["/app/notes for people.txt"] = "Names may have blanks in them.\n";
    made.files["/var/log/app.log"] = "started\nlistening on 8080\n";
    made.files["/proc/version"] = "Simulated version 1\n";
    made.links["/app/current.yaml"] = "config.yaml";
    made.links["/app/logs"] = "/var/log";
    return made;
}

SimulatedShell::SimulatedShell(SimulatedContainer& container, std::string name)
    : m_container(container), m_name(std::move(name)) {}

void SimulatedShell::resize(int columns, int rows) {
    m_columns = columns;
    m_rows = rows;
}

std::string SimulatedShell::prompt() const {
    return std::format("\033[32mroot@{}\033[m:\033[34m{}\033[m# ", m_container.pod, m_folder);
}

std::string SimulatedShell::more() {
    std::string piece;
    while (!m_endless.empty() && piece.size() < 16384) piece += m_endless;
    return piece;
}

std::string SimulatedShell::input(std::string_view bytes) {
    std::string shown;
    for (const char byte : bytes) {
        if (m_exitCode) break;
        shown += typed(static_cast<unsigned char>(byte));
    }
    return shown;
}

std::string SimulatedShell::typed(unsigned char byte) {
    if (!m_sequence.empty() || byte == kEscape) return escape(byte);
    if (m_paging) {
        if (byte != 'q' && byte != kInterrupt) return {};
        m_paging = false;
        return "\033[?1049l" + prompt();
    }
    switch (byte) {
        case kInterrupt:
            m_line.clear();
            m_endless.clear();
            return "^C\r\n" + prompt();
        case kEndOfInput:
            if (!m_line.empty()) return {};
            m_exitCode = 0;
            return "exit\r\n";
        case kBackspace:
        case kDelete: {
            if (m_line.empty()) return {};
            // A character, not a byte.
            while (m_line.size() > 1 && (static_cast<unsigned char>(m_line.back()) & 0xc0) == 0x80) m_line.pop_back();
            m_line.pop_back();
            return "\b \b";
        }
        case kClearLine:
            return replaceLine("");
        case '\r':
        case '\n': {
            const std::string line = std::exchange(m_line, {});
            std::string shown = "\r\n" + run(line);
            if (!m_exitCode && m_endless.empty() && !m_paging) shown += prompt();
            return shown;
        }
        default:
            if (byte < 0x20 || m_line.size() >= kLongestLine || !m_endless.empty()) return {};
            m_line += static_cast<char>(byte);
            return {static_cast<char>(byte)};
    }
}

/// The arrows up and down choose from the history; nothing else is known.
std::string SimulatedShell::escape(unsigned char byte) {
    m_sequence += static_cast<char>(byte);
    const bool isComplete = m_sequence.size() >= 3 && byte >= 0x40;
    if (m_sequence.size() == 2 && byte != '[' && byte != 'O') m_sequence.clear();
    if (!isComplete) {
        if (m_sequence.size() > 16) m_sequence.clear();
        return {};
    }
    m_sequence.clear();
    if (byte == 'A' && m_place > 0) return replaceLine(m_history[--m_place]);
    if (byte == 'B' && m_place < m_history.size())
        return replaceLine(++m_place < m_history.size() ? m_history[m_place] : std::string());
    return {};
}

std::string SimulatedShell::replaceLine(const std::string& with) {
    m_line = with;
    return "\r\033[K" + prompt() + m_line;
}

std::string SimulatedShell::absolute(const std::string& path) const {
    std::istringstream parts(path.starts_with('/') ? path : m_folder + "/" + path);
    std::vector<std::string> kept;
    for (std::string part; std::getline(parts, part, '/');) {
        if (part.empty() || part == ".") continue;
        if (part != "..")
            kept.push_back(part);
        else if (!kept.empty())
            kept.pop_back();
    }
    std::string made;
    for (const std::string& part : kept) made += "/" + part;
    return made.empty() ? "/" : made;
}

bool SimulatedContainer::isFolder(const std::string& path) const {
    const std::string start = path == "/" ? path : path + "/";
    const auto isBelow = [&](const auto& file) { return file.first.starts_with(start); };
    return path == "/" || std::ranges::any_of(files, isBelow) || std::ranges::any_of(links, isBelow);
}

std::string SimulatedShell::list(const std::string& folder) const {
    const std::string start = folder == "/" ? folder : folder + "/";
    std::set<std::string> names;
    auto all = m_container.files;
    all.insert(m_container.links.begin(), m_container.links.end());
    for (const auto& [path, content] : all)
        if (path.starts_with(start)) {
            const std::string rest = path.substr(start.size());
            const auto slash = rest.find('/');
            names.insert(slash == std::string::npos ? rest : "\033[34m" + rest.substr(0, slash) + "\033[m");
        }
    std::string text;
    for (const std::string& name : names) text += name + "  ";
    return text + "\r\n";
}

std::string SimulatedShell::run(const std::string& line) {
    const std::vector<std::string> words = wordsOf(line);
    if (words.empty()) return {};
    m_history.push_back(line);
    if (m_history.size() > kMostHistory) m_history.erase(m_history.begin());
    m_place = m_history.size();
    const std::string& command = words.front();
    const std::string argument = words.size() > 1 ? words[1] : std::string();
    if (command == "help") return std::string(kHelp);
    if (command == "echo") {
        const auto text = line.find_first_not_of(' ', line.find("echo") + 4);
        return (text == std::string::npos ? std::string() : line.substr(text)) + "\r\n";
    }
    if (command == "pwd") return m_folder + "\r\n";
    if (command == "hostname") return m_container.pod + "\r\n";
    if (command == "id") return "uid=0(root) gid=0(root)\r\n";
    if (command == "env")
        return std::format("TERM=xterm-256color\r\nHOSTNAME={}\r\nSHELL=/bin/{}\r\n", m_container.pod, m_name);
    if (command == "stty") return std::format("{} {}\r\n", m_rows, m_columns);
    if (command == "colours" || command == "colors") return colours();
    if (command == "clear") return "\033[H\033[2J\033[3J";
    if (command == "ls") return list(argument.empty() ? m_folder : absolute(argument));
    if (command == "cd") {
        const std::string folder = argument.empty() ? "/" : absolute(argument);
        if (!m_container.isFolder(folder))
            return std::format("{}: cd: {}: No such file or directory\r\n", m_name, argument);
        m_folder = folder;
        return {};
    }
    if (command == "cat") {
        const auto file = m_container.files.find(absolute(argument));
        if (file == m_container.files.end()) return std::format("cat: {}: No such file or directory\r\n", argument);
        return withReturns(file->second);
    }
    if (command == "seq") {
        std::string text;
        const long last = std::min(numberOf(argument, 0), kMostNumbers);
        for (long number = 1; number <= last; ++number) text += std::to_string(number) + "\r\n";
        return text;
    }
    if (command == "yes") {
        m_endless = (argument.empty() ? "y" : argument) + "\r\n";
        return {};
    }
    if (command == "top") {
        m_paging = true;
        return std::format(
            "\033[?1049h\033[2J\033[H\033[7m{:<{}}\033[m\033[3;1H    1 root  {}\033[5;1HPress q to leave.",
            " Processes of " + m_container.container, m_columns, m_container.container);
    }
    if (command == "exit") {
        m_exitCode = static_cast<int>(numberOf(argument, 0)) & 0xff;
        return "exit\r\n";
    }
    return std::format("{}: {}: command not found\r\n", m_name, command);
}

}  // namespace armillary::app
