#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::app {

/// What is in a simulated container: where it is, and a few files. Folders are the parts of their paths.
struct SimulatedContainer {
    std::string pod, container, image;
    std::map<std::string, std::string> files;  ///< by absolute path
    std::map<std::string, std::string> links;  ///< where they lead to, by absolute path

    /// With the few files that every one of them has.
    static SimulatedContainer make(std::string pod, std::string container, std::string image);
    /// Something is in it, or it is the root.
    bool isFolder(const std::string& path) const;
};

/// A shell with a handful of words, on a terminal of its own: it echoes what is typed, edits the line by Backspace and
/// Ctrl+U, keeps a history of lines for the arrow keys, and runs `help`, `echo`, `ls`, `cat`, `env`, `hostname`, `pwd`,
/// `cd`, `stty size`, `colours`, `seq`, `yes`, `top`, `clear`, `exit`. One thread at a time.
class SimulatedShell {
public:
    SimulatedShell(SimulatedContainer& container, std::string name);

    /// What is to be shown at first.
    std::string start() { return prompt(); }
    /// What is typed, any bytes; what the terminal shows of it.
    std::string input(std::string_view bytes);
    void resize(int columns, int rows);
    /// The next piece of what goes on without input; "" when nothing does.
    std::string more();
    /// With which code it ended; nothing while it runs.
    std::optional<int> exitCode() const { return m_exitCode; }

private:
    std::string prompt() const;
    std::string typed(unsigned char byte);
    std::string escape(unsigned char byte);
    std::string replaceLine(const std::string& with);
    std::string run(const std::string& line);
    std::string list(const std::string& folder) const;
    std::string absolute(const std::string& path) const;

    SimulatedContainer& m_container;
    const std::string m_name;  ///< "bash"
    std::string m_line, m_folder = "/", m_endless;
    std::vector<std::string> m_history;
    std::size_t m_place = 0;  ///< in the history
    std::string m_sequence;   ///< what has come of an escape sequence
    bool m_paging = false;    ///< the other screen, until q
    int m_columns = 80, m_rows = 24;
    std::optional<int> m_exitCode;
};

}  // namespace armillary::app
