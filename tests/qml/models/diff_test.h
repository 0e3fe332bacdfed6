#pragma once

#include <QObject>

namespace armillary::app {

class DiffTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatChanged();
    void isTheTwoTexts();
    void findsTheShortest();
    void staysQuickOnLargeTexts();
    void refusesWhatIsTooLarge();
    void showsWhatHasNoGlyph();
    void unfoldsAndCopies();
};

}  // namespace armillary::app
