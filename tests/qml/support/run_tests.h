#pragma once

#include <QMetaMethod>
#include <QTest>
#include <algorithm>
#include <initializer_list>
#include <vector>

namespace armillary::app {

/// Runs these; where the command line names functions, each class those that it has. Returns how many failed.
inline int runTests(std::initializer_list<QObject*> tests, int count, char** arguments) {
    const auto has = [](const QObject* test, const char* function) {
        const QByteArray name = QByteArray(function).split(':').front() + "()";
        return test->metaObject()->indexOfSlot(name) >= 0;
    };
    // What no class has is an option, or the value of one.
    const auto names = [&](const char* argument) {
        return std::ranges::any_of(tests, [&](const QObject* test) { return has(test, argument); });
    };
    const bool all = std::none_of(arguments + 1, arguments + count, names);
    int failed = 0;
    for (QObject* test : tests) {
        std::vector<char*> own{arguments[0]};
        bool wanted = all;
        for (int index = 1; index < count; ++index) {
            const bool mine = has(test, arguments[index]);
            if (mine || !names(arguments[index])) own.push_back(arguments[index]);
            wanted = wanted || mine;
        }
        if (wanted) failed += QTest::qExec(test, static_cast<int>(own.size()), own.data());
    }
    return failed;
}

}  // namespace armillary::app
