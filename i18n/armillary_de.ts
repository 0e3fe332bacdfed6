<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ActionDialog</name>
    <message>
        <source>Looking at the cluster…</source>
        <translation>Der Cluster wird angesehen…</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>It owns</source>
        <translation>Es besitzt</translation>
    </message>
    <message>
        <source>What else goes</source>
        <translation>Was noch verschwindet</translation>
    </message>
    <message>
        <source>Type %1 to go on.</source>
        <translation>Geben Sie %1 ein, um fortzufahren.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ActionMenu</name>
    <message>
        <source>This context is production and locked. Unlock it to change anything.</source>
        <translation>Dieser Kontext ist Produktion und gesperrt. Entsperren Sie ihn, um etwas zu ändern.</translation>
    </message>
    <message>
        <source>Reading it…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
</context>
<context>
    <name>AppearanceSettings</name>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Black and white grounds, stronger colours and lines.</source>
        <translation>Schwarzer oder weißer Grund, kräftigere Farben und Linien.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Of everything in the window.</source>
        <translation>Von allem im Fenster.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>What changes is there at once.</source>
        <translation>Was sich ändert, ist sofort da.</translation>
    </message>
</context>
<context>
    <name>ApplyReview</name>
    <message>
        <source>Objects of the manifest</source>
        <translation>Objekte des Manifests</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Save as patch file…</source>
        <translation>Als Patch-Datei speichern…</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>This context is production and locked. The cluster has not been asked what it makes of this: what is shown is what is to be expected.</source>
        <translation>Dieser Kontext ist Produktion und gesperrt. Der Cluster wurde nicht gefragt, was er daraus macht: Gezeigt wird, was zu erwarten ist.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>Und %n weiteres.</numerusform>
            <numerusform>Und %n weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>Working out what this does to what runs…</source>
        <translation>Die Wirkung auf das Laufende wird ermittelt…</translation>
    </message>
    <message>
        <source>Not all could be looked at: %1.</source>
        <translation>Nicht alles konnte angesehen werden: %1.</translation>
    </message>
    <message>
        <source>Save as patch file</source>
        <translation>Als Patch-Datei speichern</translation>
    </message>
    <message>
        <source>Differences (*.patch *.diff)</source>
        <translation>Unterschiede (*.patch *.diff)</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml)</source>
        <translation>Manifeste (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Commit to a branch…</source>
        <translation>In einen Branch committen…</translation>
    </message>
</context>
<context>
    <name>ApplyTexts</name>
    <message>
        <source>Object %1: %2</source>
        <translation>Objekt %1: %2</translation>
    </message>
    <message>
        <source>It is larger than 3 MiB.</source>
        <translation>Es ist größer als 3 MiB.</translation>
    </message>
    <message>
        <source>%1 is there twice.</source>
        <translation>%1 kommt zweimal vor.</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>%1 anwenden</translation>
    </message>
    <message>
        <source>Delete %1 again</source>
        <translation>%1 wieder löschen</translation>
    </message>
    <message>
        <source>Take back what was applied to %1</source>
        <translation>Zurücknehmen, was auf %1 angewendet wurde</translation>
    </message>
    <message>
        <source>There is no object in it.</source>
        <translation>Es enthält kein Objekt.</translation>
    </message>
    <message>
        <source>There are %1 objects; more than %2 are not applied at once.</source>
        <translation>Es sind %1 Objekte; mehr als %2 werden nicht auf einmal angewendet.</translation>
    </message>
    <message>
        <source>Its definition comes with this manifest.</source>
        <translation>Seine Definition kommt mit diesem Manifest.</translation>
    </message>
    <message>
        <source>Its namespace comes with this manifest.</source>
        <translation>Sein Namespace kommt mit diesem Manifest.</translation>
    </message>
    <message>
        <source>%1 cannot be read, so that applying it is not taken back by undo.</source>
        <translation>%1 kann nicht gelesen werden; Rückgängigmachen nimmt das Anwenden daher nicht zurück.</translation>
    </message>
    <message>
        <source>Undo deletes %1 with everything that has come into it by then.</source>
        <translation>Rückgängigmachen löscht %1 mit allem, was bis dahin hineingekommen ist.</translation>
    </message>
    <message>
        <source>Undo deletes %1 with all objects of that kind.</source>
        <translation>Rückgängigmachen löscht %1 mit allen Objekten dieser Art.</translation>
    </message>
    <message>
        <source>Undo deletes %1; what it has done by then stays done.</source>
        <translation>Rückgängigmachen löscht %1; was bis dahin getan ist, bleibt getan.</translation>
    </message>
    <message>
        <source>Undo deletes %1, and with it what has been written to it by then.</source>
        <translation>Rückgängigmachen löscht %1 und damit, was bis dahin darauf geschrieben wurde.</translation>
    </message>
    <message>
        <source>Undo deletes %1; the claims that it has made by then stay.</source>
        <translation>Rückgängigmachen löscht %1; die bis dahin erzeugten Claims bleiben.</translation>
    </message>
    <message>
        <source>The claims of the pods that %1 ends are deleted; undo does not bring their data back.</source>
        <translation>Die Claims der Pods, die %1 beendet, werden gelöscht; Rückgängigmachen bringt ihre Daten nicht zurück.</translation>
    </message>
    <message numerus="yes">
        <source>%n fields are somebody else&apos;s.</source>
        <translation>
            <numerusform>%n Feld gehört jemand anderem.</numerusform>
            <numerusform>%n Felder gehören jemand anderem.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ApplyView</name>
    <message>
        <source>Web service</source>
        <translation>Webdienst</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Cron job</source>
        <translation>CronJob</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>What names no namespace goes to %1</source>
        <translation>Was keinen Namespace nennt, kommt nach %1</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>Zurück zum Text</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>Prüfen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Write or paste YAML, drop a file on the window, or start from</source>
        <translation>YAML schreiben oder einfügen, eine Datei auf das Fenster ziehen oder beginnen mit</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>Zeile %1 von %2</translation>
    </message>
    <message>
        <source>Open a manifest</source>
        <translation>Manifest öffnen</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml *.json)</source>
        <translation>Manifeste (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This context is production and locked: what is written here can be reviewed and saved as a patch, not applied.</source>
        <translation>Dieser Kontext ist Produktion und gesperrt: Was hier geschrieben wird, kann geprüft und als Patch gespeichert, aber nicht angewendet werden.</translation>
    </message>
</context>
<context>
    <name>BranchSheet</name>
    <message>
        <source>Commit to a branch</source>
        <translation>In einen Branch committen</translation>
    </message>
    <message>
        <source>Looking at the repository…</source>
        <translation>Das Repository wird angesehen…</translation>
    </message>
    <message>
        <source>Committing…</source>
        <translation>Wird committet…</translation>
    </message>
    <message>
        <source>Pushing %1…</source>
        <translation>%1 wird gepusht…</translation>
    </message>
    <message>
        <source>Commit %1 is on %2, and pushed.</source>
        <translation>Commit %1 ist auf %2 und gepusht.</translation>
    </message>
    <message>
        <source>Commit %1 is on %2, on this machine alone.</source>
        <translation>Commit %1 ist auf %2, nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>In %1, by %2. What is not saved is committed as it stands in the editor; the files on the disk and what is checked out stay as they are.</source>
        <translation>In %1, von %2. Nicht Gespeichertes wird so committet, wie es im Editor steht; die Dateien auf der Platte und das Ausgecheckte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Name of the branch</source>
        <translation>Name des Branches</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Message of the commit</source>
        <translation>Nachricht des Commits</translation>
    </message>
    <message>
        <source>What it contains</source>
        <translation>Was er enthält</translation>
    </message>
    <message>
        <source>Files of the commit</source>
        <translation>Dateien des Commits</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1 (neu)</translation>
    </message>
    <message>
        <source>Push it to</source>
        <translation>Pushen nach</translation>
    </message>
    <message>
        <source>It can be pushed to</source>
        <translation>Kann gepusht werden nach</translation>
    </message>
    <message>
        <source>Where it is pushed to</source>
        <translation>Wohin gepusht wird</translation>
    </message>
    <message>
        <source>Your git signs commits; this one is not signed.</source>
        <translation>Ihr git signiert Commits; dieser ist nicht signiert.</translation>
    </message>
    <message>
        <source>Address of the page for a pull request</source>
        <translation>Adresse der Seite für einen Pull-Request</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>Pushen</translation>
    </message>
    <message>
        <source>Open a pull request…</source>
        <translation>Pull-Request öffnen…</translation>
    </message>
    <message>
        <source>Commit and push</source>
        <translation>Committen und pushen</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Committen</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>That is not YAML: line %1, %2</source>
        <translation>Das ist kein YAML: Zeile %1, %2</translation>
    </message>
    <message>
        <source>There is no Kubernetes object in that.</source>
        <translation>Das enthält kein Kubernetes-Objekt.</translation>
    </message>
    <message>
        <source>That is not one Kubernetes object.</source>
        <translation>Das ist nicht genau ein Kubernetes-Objekt.</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Selects pods of</source>
        <translation>Wählt Pods aus von</translation>
    </message>
    <message>
        <source>Sends traffic to</source>
        <translation>Leitet Verkehr an</translation>
    </message>
    <message>
        <source>Attaches to</source>
        <translation>Hängt an</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>Skaliert</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Pulls images with</source>
        <translation>Lädt Images mit</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>Bindet ein</translation>
    </message>
    <message>
        <source>Gets its pods&apos; names from</source>
        <translation>Hat die Namen seiner Pods von</translation>
    </message>
    <message>
        <source>Claims storage by</source>
        <translation>Beansprucht Speicher durch</translation>
    </message>
    <message>
        <source>Is of the class</source>
        <translation>Ist von der Klasse</translation>
    </message>
    <message>
        <source>Is bound to</source>
        <translation>Ist gebunden an</translation>
    </message>
    <message>
        <source>Runs as</source>
        <translation>Läuft als</translation>
    </message>
    <message>
        <source>Grants</source>
        <translation>Gewährt</translation>
    </message>
    <message>
        <source>Grants to</source>
        <translation>Gewährt Rechte an</translation>
    </message>
    <message>
        <source>Lets through</source>
        <translation>Lässt durch</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>May run on</source>
        <translation>Darf laufen auf</translation>
    </message>
    <message>
        <source>Is owned by</source>
        <translation>Gehört</translation>
    </message>
    <message>
        <source>Refers to</source>
        <translation>Verweist auf</translation>
    </message>
    <message>
        <source>No image yet</source>
        <translation>Noch kein Image</translation>
    </message>
    <message>
        <source>Any host</source>
        <translation>Beliebiger Host</translation>
    </message>
    <message>
        <source>No keys yet</source>
        <translation>Noch keine Schlüssel</translation>
    </message>
    <message>
        <source>%1 to %2 replicas</source>
        <translation>%1 bis %2 Replikate</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>Mindestens %1</translation>
    </message>
    <message>
        <source>At most %1 away</source>
        <translation>Höchstens %1 weg</translation>
    </message>
    <message numerus="yes">
        <source>%n rules</source>
        <translation>
            <numerusform>%n Regel</numerusform>
            <numerusform>%n Regeln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CanvasDrop</name>
    <message>
        <source>%1 joins what is edited, as it is in the cluster.</source>
        <translation>%1 kommt zum Bearbeiteten, wie es im Cluster ist.</translation>
    </message>
    <message>
        <source>%1 joins what is edited, with its values.</source>
        <translation>%1 kommt mit seinen Werten zum Bearbeiteten.</translation>
    </message>
    <message>
        <source>Only files and folders of this machine can be opened.</source>
        <translation>Nur Dateien und Ordner dieser Maschine können geöffnet werden.</translation>
    </message>
    <message>
        <source>%1 is opened.</source>
        <translation>%1 wird geöffnet.</translation>
    </message>
    <message>
        <source>%1 is opened beside what is edited.</source>
        <translation>%1 wird neben dem Bearbeiteten geöffnet.</translation>
    </message>
    <message numerus="yes">
        <source>%n files are opened beside what is edited.</source>
        <translation>
            <numerusform>%n Datei wird neben dem Bearbeiteten geöffnet.</numerusform>
            <numerusform>%n Dateien werden neben dem Bearbeiteten geöffnet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Manifests can be dropped here: files, folders, or YAML.</source>
        <translation>Hier lassen sich Manifeste ablegen: Dateien, Ordner oder YAML.</translation>
    </message>
    <message numerus="yes">
        <source>%n objects join what is edited.</source>
        <translation>
            <numerusform>%n Objekt kommt zum Bearbeiteten.</numerusform>
            <numerusform>%n Objekte kommen zum Bearbeiteten.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is in this text joins what is edited.</source>
        <translation>Was in diesem Text steht, kommt zum Bearbeiteten.</translation>
    </message>
    <message>
        <source>%1 is added, and connected with %2.</source>
        <translation>%1 wird hinzugefügt und mit %2 verbunden.</translation>
    </message>
    <message>
        <source>%1 is added here.</source>
        <translation>%1 wird hier hinzugefügt.</translation>
    </message>
    <message>
        <source>Add what was dropped</source>
        <translation>Abgelegtes hinzufügen</translation>
    </message>
</context>
<context>
    <name>CanvasMenu</name>
    <message>
        <source>What can be done</source>
        <translation>Was getan werden kann</translation>
    </message>
</context>
<context>
    <name>CanvasTable</name>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>%1, sorted, last first</source>
        <translation>%1, absteigend sortiert</translation>
    </message>
    <message>
        <source>%1, sorted</source>
        <translation>%1, aufsteigend sortiert</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangeDetail</name>
    <message>
        <source>Nothing is chosen</source>
        <translation>Nichts ist gewählt</translation>
    </message>
    <message>
        <source>Choose an object to see what changes in it</source>
        <translation>Wählen Sie ein Objekt, um zu sehen, was sich darin ändert</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>Im Editor öffnen</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>It is new: the YAML shows all of it.</source>
        <translation>Es ist neu: Das YAML zeigt alles.</translation>
    </message>
    <message>
        <source>It goes: the YAML shows what it was.</source>
        <translation>Es entfällt: Das YAML zeigt, was es war.</translation>
    </message>
    <message>
        <source>No field changes.</source>
        <translation>Kein Feld ändert sich.</translation>
    </message>
    <message>
        <source>%1, against %2</source>
        <translation>%1, verglichen mit %2</translation>
    </message>
</context>
<context>
    <name>ChangeRow</name>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>goes</source>
        <translation>entfällt</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>ändert sich</translation>
    </message>
    <message>
        <source>create</source>
        <translation>erzeugen</translation>
    </message>
    <message>
        <source>change</source>
        <translation>ändern</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>unverändert</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Let the cluster go on?</source>
        <translation>Soll der Cluster weiterlaufen?</translation>
    </message>
    <message>
        <source>Your cluster is running. It can go on in the background, with everything in it; the icon in the tray shows its state and opens this window again.</source>
        <translation>Ihr Cluster läuft. Er kann mit allem, was darin ist, im Hintergrund weiterlaufen; das Symbol in der Leiste zeigt seinen Zustand und öffnet dieses Fenster wieder.</translation>
    </message>
    <message>
        <source>Your cluster is running. It can go on in the background, with everything in it; this window finds it again when you open it.</source>
        <translation>Ihr Cluster läuft. Er kann mit allem, was darin ist, im Hintergrund weiterlaufen; dieses Fenster findet ihn wieder, wenn Sie es öffnen.</translation>
    </message>
    <message>
        <source>Do the same from now on (the settings can change it)</source>
        <translation>Künftig immer so (in den Einstellungen änderbar)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop it and quit</source>
        <translation>Stoppen und beenden</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Close without saving?</source>
        <translation>Ohne Speichern schließen?</translation>
    </message>
    <message>
        <source>What you changed in %1 has not been saved, and is lost.</source>
        <translation>Was Sie in %1 geändert haben, ist nicht gespeichert und geht verloren.</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>Fenster offen lassen</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>Verwerfen und schließen</translation>
    </message>
    <message>
        <source>Stopping the cluster</source>
        <translation>Der Cluster wird gestoppt</translation>
    </message>
</context>
<context>
    <name>ClusterBanner</name>
    <message>
        <source>The cluster does not answer; what you see is the last that was known. Trying again. (%1)</source>
        <translation>Der Cluster antwortet nicht; zu sehen ist, was zuletzt bekannt war. Neuer Versuch läuft. (%1)</translation>
    </message>
    <message>
        <source>The cluster is starting; what you see is the last that was known. %1</source>
        <translation>Der Cluster startet; zu sehen ist, was zuletzt bekannt war. %1</translation>
    </message>
    <message>
        <source>The cluster did not start: %1</source>
        <translation>Der Cluster ist nicht gestartet: %1</translation>
    </message>
    <message>
        <source>The control plane has stopped; what you see is the last that was known. Containers on the nodes go on running.</source>
        <translation>Die Steuerungsebene steht; zu sehen ist, was zuletzt bekannt war. Container auf den Nodes laufen weiter.</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Wieder starten</translation>
    </message>
</context>
<context>
    <name>ClusterLine</name>
    <message>
        <source>%1, production</source>
        <translation>%1, Produktion</translation>
    </message>
    <message>
        <source>Colour of %1</source>
        <translation>Farbe von %1</translation>
    </message>
    <message>
        <source>Choose a colour</source>
        <translation>Farbe wählen</translation>
    </message>
    <message>
        <source>Colour %1</source>
        <translation>Farbe %1</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>%1 is production</source>
        <translation>%1 ist Produktion</translation>
    </message>
</context>
<context>
    <name>ClusterMenu</name>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>%1, production</source>
        <translation>%1, Produktion</translation>
    </message>
    <message>
        <source>%1 — its certificate is not checked</source>
        <translation>%1 — Zertifikat wird nicht geprüft</translation>
    </message>
    <message>
        <source>Production: read-only until unlocked. Click when it is not.</source>
        <translation>Produktion: nur lesbar, bis entsperrt wird. Klicken, wenn es keine ist.</translation>
    </message>
    <message>
        <source>Mark as production: read-only until unlocked</source>
        <translation>Als Produktion kennzeichnen: nur lesbar, bis entsperrt wird</translation>
    </message>
    <message>
        <source>From your kubeconfigs. Drop another file on the window to add its contexts.</source>
        <translation>Aus Ihren kubeconfigs. Ziehen Sie eine weitere Datei auf das Fenster, um deren Kontexte hinzuzufügen.</translation>
    </message>
</context>
<context>
    <name>ClusterSettings</name>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>A production context is read-only until it is unlocked by its name.</source>
        <translation>Ein Produktionskontext ist nur lesbar, bis er mit seinem Namen entsperrt wird.</translation>
    </message>
    <message>
        <source>Production by name</source>
        <translation>Produktion nach Namen</translation>
    </message>
    <message>
        <source>Contexts that are called so are production unless you say otherwise. * stands for anything.</source>
        <translation>So benannte Kontexte sind Produktion, sofern Sie nichts anderes sagen. * steht für alles.</translation>
    </message>
    <message>
        <source>Kubeconfig files</source>
        <translation>kubeconfig-Dateien</translation>
    </message>
    <message>
        <source>From KUBECONFIG, or where kubectl looks</source>
        <translation>Aus KUBECONFIG oder von dort, wo kubectl nachsieht</translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation>%1 vergessen</translation>
    </message>
    <message>
        <source>Add a kubeconfig…</source>
        <translation>kubeconfig hinzufügen…</translation>
    </message>
    <message>
        <source>Add a kubeconfig</source>
        <translation>kubeconfig hinzufügen</translation>
    </message>
    <message>
        <source>%1 is no kubeconfig, or all of its contexts are known already.</source>
        <translation>%1 ist keine kubeconfig, oder alle ihre Kontexte sind schon bekannt.</translation>
    </message>
</context>
<context>
    <name>ClusterView</name>
    <message>
        <source>page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>Helles Farbschema verwenden</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>Dunkles Farbschema verwenden</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Switch the cluster</source>
        <translation>Cluster wechseln</translation>
    </message>
    <message>
        <source>Choose namespaces</source>
        <translation>Namespaces wählen</translation>
    </message>
    <message>
        <source>Show all namespaces</source>
        <translation>Alle Namespaces zeigen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>No cluster</source>
        <translation>Kein Cluster</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>New %1</source>
        <translation>Neu %1</translation>
    </message>
    <message>
        <source>New from YAML</source>
        <translation>Neu aus YAML</translation>
    </message>
    <message>
        <source>Files of %1</source>
        <translation>Dateien von %1</translation>
    </message>
</context>
<context>
    <name>ColumnHeader</name>
    <message>
        <source>, sorted downwards</source>
        <translation>, absteigend sortiert</translation>
    </message>
    <message>
        <source>, sorted upwards</source>
        <translation>, aufsteigend sortiert</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <source>What can stand here</source>
        <translation>Was hier stehen kann</translation>
    </message>
</context>
<context>
    <name>ConflictSheet</name>
    <message>
        <source>Changed here and in the cluster</source>
        <translation>Hier und im Cluster geändert</translation>
    </message>
    <message>
        <source>Choose what each of these is to be. Everything else is joined already.</source>
        <translation>Wählen Sie, was jeweils gelten soll. Alles andere ist schon zusammengeführt.</translation>
    </message>
    <message>
        <source>It was %1</source>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meins</translation>
    </message>
    <message>
        <source>The cluster&apos;s</source>
        <translation>Das des Clusters</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
</context>
<context>
    <name>ConnectSheet</name>
    <message>
        <source>Ways to connect them</source>
        <translation>Arten, sie zu verbinden</translation>
    </message>
    <message>
        <source>%1 → %2: %3</source>
        <translation>%1 → %2: %3</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (optional)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
</context>
<context>
    <name>ConnectTargets</name>
    <message>
        <source>Connect %1 to</source>
        <translation>%1 verbinden mit</translation>
    </message>
    <message>
        <source>Search by kind or name</source>
        <translation>Nach Art oder Name suchen</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>Nichts heißt so.</translation>
    </message>
    <message>
        <source>There is nothing else yet.</source>
        <translation>Es gibt noch nichts anderes.</translation>
    </message>
</context>
<context>
    <name>ContainerCard</name>
    <message>
        <source>before the others</source>
        <translation>vor den anderen</translation>
    </message>
    <message>
        <source>sidecar</source>
        <translation>Sidecar</translation>
    </message>
    <message>
        <source>for debugging</source>
        <translation>zur Fehlersuche</translation>
    </message>
    <message numerus="yes">
        <source>%n restarts</source>
        <translation>
            <numerusform>%n Neustart</numerusform>
            <numerusform>%n Neustarts</numerusform>
        </translation>
    </message>
    <message>
        <source>requests %1</source>
        <translation>fordert %1 an</translation>
    </message>
    <message>
        <source>may use %1</source>
        <translation>darf %1 nutzen</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Port %1</translation>
    </message>
</context>
<context>
    <name>ContextList</name>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
</context>
<context>
    <name>DataEntry</name>
    <message>
        <source>Hide %1</source>
        <translation>%1 verbergen</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>bytes that are no text</source>
        <translation>Bytes, die kein Text sind</translation>
    </message>
</context>
<context>
    <name>DebugContainer</name>
    <message>
        <source>Add the debug container %1 to Pod %2</source>
        <translation>Debug-Container %1 zu Pod %2 hinzufügen</translation>
    </message>
</context>
<context>
    <name>DebugOffer</name>
    <message>
        <source>A debug container brings its own tools and sees the processes of %1. It stays in the pod until the pod goes.</source>
        <translation>Ein Debug-Container bringt eigene Werkzeuge mit und sieht die Prozesse von %1. Er bleibt im Pod, solange es den Pod gibt.</translation>
    </message>
    <message>
        <source>Image of the debug container</source>
        <translation>Image des Debug-Containers</translation>
    </message>
    <message>
        <source>Add a debug container</source>
        <translation>Debug-Container hinzufügen</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Details of %1 %2</source>
        <translation>Details zu %1 %2</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> in %1</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Edit the YAML</source>
        <translation>YAML bearbeiten</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>Was getan werden kann</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Details schließen</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Das gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>Bezüge</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>%1 copied</source>
        <translation>%1 kopiert</translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message numerus="yes">
        <source>%n lines added, %1 removed</source>
        <translation>
            <numerusform>%n Zeile hinzugefügt, %1 entfernt</numerusform>
            <numerusform>%n Zeilen hinzugefügt, %1 entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>kein Unterschied</translation>
    </message>
    <message>
        <source>Copy the differences</source>
        <translation>Unterschiede kopieren</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>Hinzugefügt: %1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>Entfernt: %1</translation>
    </message>
</context>
<context>
    <name>Dock</name>
    <message>
        <source>Dock</source>
        <translation>Dock</translation>
    </message>
    <message>
        <source>Open in the dock</source>
        <translation>Im Dock geöffnet</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>In eigenem Fenster öffnen</translation>
    </message>
    <message>
        <source>Hide the dock</source>
        <translation>Dock ausblenden</translation>
    </message>
    <message>
        <source>Nothing is open here</source>
        <translation>Hier ist nichts geöffnet</translation>
    </message>
    <message>
        <source>Close %1 without saving?</source>
        <translation>%1 ohne Speichern schließen?</translation>
    </message>
    <message>
        <source>What you changed in it is lost.</source>
        <translation>Was Sie darin geändert haben, geht verloren.</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>Verwerfen und schließen</translation>
    </message>
    <message>
        <source>Height of the dock</source>
        <translation>Höhe des Docks</translation>
    </message>
    <message>
        <source>L on a pod or a workload shows its logs, S on a pod opens a shell, T its files.</source>
        <translation>L zeigt die Logs eines Pods oder Workloads, S öffnet die Shell eines Pods, T seine Dateien.</translation>
    </message>
</context>
<context>
    <name>DockTab</name>
    <message>
        <source>%1, not saved</source>
        <translation>%1, nicht gespeichert</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
</context>
<context>
    <name>DockWindow</name>
    <message>
        <source>%1 — Armillary</source>
        <translation>%1 — Armillary</translation>
    </message>
    <message>
        <source>Put it back into the dock</source>
        <translation>Zurück ins Dock</translation>
    </message>
</context>
<context>
    <name>Drain</name>
    <message>
        <source>The node itself runs it, from a file.</source>
        <translation>Der Node selbst betreibt ihn, aus einer Datei.</translation>
    </message>
    <message>
        <source>Its daemon set runs it on every node, cordoned or not.</source>
        <translation>Sein DaemonSet betreibt ihn auf jedem Node, abgesperrt oder nicht.</translation>
    </message>
    <message>
        <source>It keeps data in an emptyDir, which goes with it.</source>
        <translation>Er hält Daten in einem emptyDir, das mit ihm verschwindet.</translation>
    </message>
    <message>
        <source>No controller makes it anew elsewhere.</source>
        <translation>Kein Controller erzeugt ihn anderswo neu.</translation>
    </message>
    <message>
        <source>The budget %1 lets %2 of %3 pods go: it needs %4 healthy ones and has %5.</source>
        <translation>Das Budget %1 lässt %2 von %3 Pods gehen: Es braucht %4 gesunde und hat %5.</translation>
    </message>
</context>
<context>
    <name>DrainRow</name>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>is leaving</source>
        <translation>geht gerade</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>in the way</source>
        <translation>im Weg</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>DrainView</name>
    <message>
        <source>Drain %1</source>
        <translation>%1 leeren</translation>
    </message>
    <message>
        <source>Reading the pods of %1</source>
        <translation>Die Pods von %1 werden gelesen</translation>
    </message>
    <message>
        <source>%1 of %2 pods gone</source>
        <translation>%1 von %2 Pods weg</translation>
    </message>
    <message>
        <source>Cordoning %1</source>
        <translation>%1 wird abgesperrt</translation>
    </message>
    <message>
        <source>Draining %1: %2</source>
        <translation>%1 wird geleert: %2</translation>
    </message>
    <message>
        <source>, %1 held by a disruption budget</source>
        <translation>, %1 durch ein Disruption Budget gehalten</translation>
    </message>
    <message>
        <source>%1 is drained: %2</source>
        <translation>%1 ist geleert: %2</translation>
    </message>
    <message>
        <source>Draining %1 has stopped: %2</source>
        <translation>Das Leeren von %1 wurde angehalten: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n pods of %1 are to be evicted</source>
        <translation>
            <numerusform>%n Pod von %1 ist zu verdrängen</numerusform>
            <numerusform>%n Pods von %1 sind zu verdrängen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has no pods to evict</source>
        <translation>%1 hat keine Pods zu verdrängen</translation>
    </message>
    <message>
        <source>Uncordon</source>
        <translation>Absperrung aufheben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Pods without a controller, too</source>
        <translation>Auch Pods ohne Controller</translation>
    </message>
    <message>
        <source>Pods with data in an emptyDir, too</source>
        <translation>Auch Pods mit Daten in einem emptyDir</translation>
    </message>
    <message>
        <source>Grace period</source>
        <translation>Schonfrist</translation>
    </message>
    <message>
        <source>Each pod&apos;s own time to end</source>
        <translation>Jedem Pod seine eigene Zeit</translation>
    </message>
    <message>
        <source>10 seconds to end</source>
        <translation>10 Sekunden zum Beenden</translation>
    </message>
    <message>
        <source>1 minute to end</source>
        <translation>1 Minute zum Beenden</translation>
    </message>
    <message>
        <source>5 minutes to end</source>
        <translation>5 Minuten zum Beenden</translation>
    </message>
    <message>
        <source>This context is production and locked. Unlock it to drain its nodes.</source>
        <translation>Dieser Kontext ist Produktion und gesperrt. Entsperren Sie ihn, um seine Nodes zu leeren.</translation>
    </message>
    <message numerus="yes">
        <source>%n pods are in the way: allow them above, or see to them first.</source>
        <translation>
            <numerusform>%n Pod ist im Weg: Lassen Sie ihn oben zu, oder kümmern Sie sich zuerst um ihn.</numerusform>
            <numerusform>%n Pods sind im Weg: Lassen Sie sie oben zu, oder kümmern Sie sich zuerst um sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pods of %1</source>
        <translation>Pods von %1</translation>
    </message>
    <message>
        <source>Too many nodes are being drained</source>
        <translation>Zu viele Nodes werden geleert</translation>
    </message>
    <message>
        <source>Reading the pods</source>
        <translation>Die Pods werden gelesen</translation>
    </message>
    <message>
        <source>No pods here</source>
        <translation>Keine Pods hier</translation>
    </message>
    <message>
        <source>Wait until one is done, or cancel one.</source>
        <translation>Warten Sie, bis einer fertig ist, oder brechen Sie einen ab.</translation>
    </message>
    <message>
        <source>Nothing runs on this node but what belongs to it.</source>
        <translation>Auf diesem Node läuft nur, was zu ihm gehört.</translation>
    </message>
</context>
<context>
    <name>EditorCanvas</name>
    <message>
        <source>Canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Edit in the form</source>
        <translation>Im Formular bearbeiten</translation>
    </message>
    <message>
        <source>Show the YAML</source>
        <translation>YAML zeigen</translation>
    </message>
    <message>
        <source>Connect to…</source>
        <translation>Verbinden mit…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Align left</source>
        <translation>Links ausrichten</translation>
    </message>
    <message>
        <source>Align at the top</source>
        <translation>Oben ausrichten</translation>
    </message>
    <message>
        <source>Spread across</source>
        <translation>Waagerecht verteilen</translation>
    </message>
    <message>
        <source>Spread down</source>
        <translation>Senkrecht verteilen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Add something…</source>
        <translation>Etwas hinzufügen…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Tidy up</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Alles</translation>
    </message>
    <message numerus="yes">
        <source>Canvas of %n objects. Tab goes from card to card, arrows along the lines, C connects, E goes through the lines, Enter opens the form. The table has the same in rows.</source>
        <translation>
            <numerusform>Zeichenfläche mit %n Objekt. Tab geht von Karte zu Karte, Pfeiltasten gehen die Linien entlang, C verbindet, E geht durch die Linien, Eingabe öffnet das Formular. Die Tabelle hat dasselbe in Zeilen.</numerusform>
            <numerusform>Zeichenfläche mit %n Objekten. Tab geht von Karte zu Karte, Pfeiltasten gehen die Linien entlang, C verbindet, E geht durch die Linien, Eingabe öffnet das Formular. Die Tabelle hat dasselbe in Zeilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>Näher</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>Die Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
    <message>
        <source>Double-click or press Tab to add something, drag it from the palette, or drop files, a folder or YAML here.</source>
        <translation>Doppelklicken oder Tab drücken, um etwas hinzuzufügen, es aus der Palette ziehen oder Dateien, einen Ordner oder YAML hier ablegen.</translation>
    </message>
    <message>
        <source>Add something</source>
        <translation>Etwas hinzufügen</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Show as canvas</source>
        <translation>Als Zeichenfläche zeigen</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Find an object</source>
        <translation>Objekt suchen</translation>
    </message>
</context>
<context>
    <name>EditorDocument</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>The last time changes to %1 were not saved.</source>
        <translation>Beim letzten Mal wurden Änderungen an %1 nicht gespeichert.</translation>
    </message>
    <message>
        <source>Bring them back</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Another program has changed %1 in places that were changed here, too.</source>
        <translation>Ein anderes Programm hat %1 an Stellen geändert, die auch hier geändert wurden.</translation>
    </message>
    <message>
        <source>Keep mine there</source>
        <translation>Dort meins behalten</translation>
    </message>
    <message>
        <source>Take theirs there</source>
        <translation>Dort das andere übernehmen</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>%1 •</source>
        <translation>%1 •</translation>
    </message>
    <message>
        <source>Back to the editor</source>
        <translation>Zurück zum Editor</translation>
    </message>
    <message>
        <source>Changes are not saved</source>
        <translation>Änderungen sind nicht gespeichert</translation>
    </message>
    <message>
        <source>What was changed in %1 since it was saved will be lost.</source>
        <translation>Was in %1 seit dem Speichern geändert wurde, geht verloren.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Open a manifest</source>
        <translation>Manifest öffnen</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml *.json)</source>
        <translation>Manifeste (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a folder of manifests</source>
        <translation>Ordner mit Manifesten öffnen</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml)</source>
        <translation>Manifeste (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Text and problems</source>
        <translation>Text und Probleme</translation>
    </message>
</context>
<context>
    <name>EditorPalette</name>
    <message>
        <source>What can be added</source>
        <translation>Was hinzugefügt werden kann</translation>
    </message>
    <message>
        <source>Search what to add</source>
        <translation>Suchen, was hinzukommen soll</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>Nichts heißt so.</translation>
    </message>
</context>
<context>
    <name>EditorToolbar</name>
    <message>
        <source>%1 •</source>
        <translation>%1 •</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>What the checks found</source>
        <translation>Was die Prüfungen fanden</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>Palette</translation>
    </message>
    <message>
        <source>Text and problems</source>
        <translation>Text und Probleme</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formular</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>Prüfen…</translation>
    </message>
    <message>
        <source>A file is not YAML just now</source>
        <translation>Eine Datei ist gerade kein YAML</translation>
    </message>
    <message>
        <source>What applying it will do</source>
        <translation>Was das Anwenden bewirkt</translation>
    </message>
</context>
<context>
    <name>EffectTexts</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiteres</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n Pod</numerusform>
            <numerusform>%n Pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workloads</source>
        <translation>
            <numerusform>%n Workload</numerusform>
            <numerusform>%n Workloads</numerusform>
        </translation>
    </message>
    <message>
        <source>To be deleted and made again by hand: %1.</source>
        <translation>Von Hand zu löschen und neu zu erzeugen: %1.</translation>
    </message>
    <message>
        <source>Some pods will not start: %1.</source>
        <translation>Einige Pods werden nicht starten: %1.</translation>
    </message>
    <message>
        <source>Ends all %1 of %2 before new ones start.</source>
        <translation>Beendet %1 von %2 auf einmal, bevor neue starten.</translation>
    </message>
    <message>
        <source>Rolls %1 of %2.</source>
        <translation>Ersetzt %1 von %2 nach und nach.</translation>
    </message>
    <message>
        <source>Rolls the pods of %1.</source>
        <translation>Ersetzt die Pods von %1 nach und nach.</translation>
    </message>
    <message>
        <source>Changes traffic: %1.</source>
        <translation>Ändert den Verkehr: %1.</translation>
    </message>
    <message>
        <source>Changes who may do what: %1.</source>
        <translation>Ändert, wer was darf: %1.</translation>
    </message>
    <message>
        <source>Takes a restart of pods: %1.</source>
        <translation>Braucht einen Neustart von Pods: %1.</translation>
    </message>
    <message>
        <source>Starts or ends pods: %1.</source>
        <translation>Startet oder beendet Pods: %1.</translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message>
        <source>Events, the newest first</source>
        <translation>Ereignisse, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message numerus="yes">
        <source>%n older ones are not shown.</source>
        <translation>
            <numerusform>%n älteres wird nicht gezeigt.</numerusform>
            <numerusform>%n ältere werden nicht gezeigt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Events cannot be read</source>
        <translation>Ereignisse können nicht gelesen werden</translation>
    </message>
    <message>
        <source>No events</source>
        <translation>Keine Ereignisse</translation>
    </message>
    <message>
        <source>Nothing has happened to it lately. A cluster keeps events for an hour or so.</source>
        <translation>In letzter Zeit ist nichts geschehen. Ein Cluster behält Ereignisse etwa eine Stunde lang.</translation>
    </message>
</context>
<context>
    <name>Exec</name>
    <message>
        <source>it may not be executed</source>
        <translation>es darf nicht ausgeführt werden</translation>
    </message>
    <message>
        <source>there is no such command</source>
        <translation>diesen Befehl gibt es nicht</translation>
    </message>
    <message>
        <source>it was interrupted</source>
        <translation>es wurde unterbrochen</translation>
    </message>
    <message>
        <source>it was killed, perhaps for want of memory or because its container ended</source>
        <translation>es wurde abgebrochen, vielleicht aus Speichermangel oder weil sein Container endete</translation>
    </message>
    <message>
        <source>it was told to end</source>
        <translation>es wurde zum Beenden aufgefordert</translation>
    </message>
    <message>
        <source>%1 has ended.</source>
        <translation>%1 ist beendet.</translation>
    </message>
    <message>
        <source>%1 ended with %2.</source>
        <translation>%1 endete mit %2.</translation>
    </message>
    <message>
        <source>%1 ended with %2: %3.</source>
        <translation>%1 endete mit %2: %3.</translation>
    </message>
    <message>
        <source>%1 ended, and the server did not say how.</source>
        <translation>%1 endete, und der Server sagte nicht, wie.</translation>
    </message>
    <message>
        <source>%1 could not run: %2</source>
        <translation>%1 konnte nicht laufen: %2</translation>
    </message>
</context>
<context>
    <name>ExplorerPage</name>
    <message>
        <source>Explorer</source>
        <translation>Explorer</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source> in %1, the only namespace you may list</source>
        <translation> in %1, dem einzigen Namespace, den Sie auflisten dürfen</translation>
    </message>
    <message>
        <source>, %1 selected</source>
        <translation>, %1 ausgewählt</translation>
    </message>
    <message>
        <source> — the server does not answer; this may be old</source>
        <translation> — der Server antwortet nicht; dies kann veraltet sein</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%1 von %2 gezeigt</translation>
    </message>
    <message>
        <source>Filter: words, !not, -l app=web</source>
        <translation>Filter: Wörter, !nicht, -l app=web</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Reading the cluster</source>
        <translation>Der Cluster wird gelesen</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>There are none</source>
        <translation>Keine vorhanden</translation>
    </message>
    <message>
        <source>No row has all of this. Clear the filter to see all %1.</source>
        <translation>Keine Zeile hat all das. Leeren Sie den Filter, um alle %1 zu sehen.</translation>
    </message>
    <message>
        <source>None in %1. Other namespaces may have some.</source>
        <translation>Keine in %1. Andere Namespaces haben vielleicht welche.</translation>
    </message>
    <message>
        <source>The cluster has no objects of this kind.</source>
        <translation>Der Cluster hat keine Objekte dieser Art.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>FieldList</name>
    <message>
        <source>Fields that change</source>
        <translation>Felder, die sich ändern</translation>
    </message>
    <message>
        <source>%1: from %2 to %3</source>
        <translation>%1: von %2 auf %3</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Device, pipe or socket</source>
        <translation>Gerät, Pipe oder Socket</translation>
    </message>
    <message>
        <source>leads to %1</source>
        <translation>führt zu %1</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>its name is not UTF-8: fetch the folder</source>
        <translation>sein Name ist kein UTF-8: den Ordner herunterladen</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>The command</source>
        <translation>Der Befehl</translation>
    </message>
    <message>
        <source>There is not enough space in the container.</source>
        <translation>Im Container ist nicht genug Platz.</translation>
    </message>
    <message>
        <source>The container&apos;s file system is read-only here.</source>
        <translation>Das Dateisystem des Containers ist hier schreibgeschützt.</translation>
    </message>
    <message>
        <source>The container&apos;s user may not do that here.</source>
        <translation>Der Benutzer des Containers darf das hier nicht.</translation>
    </message>
    <message>
        <source>Something is not there any more.</source>
        <translation>Etwas ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The connection to the container was closed.</source>
        <translation>Die Verbindung zum Container wurde geschlossen.</translation>
    </message>
    <message>
        <source>The connection was lost: %1</source>
        <translation>Die Verbindung ging verloren: %1</translation>
    </message>
    <message>
        <source>There is no such folder in the container.</source>
        <translation>Diesen Ordner gibt es im Container nicht.</translation>
    </message>
    <message>
        <source>That is not a folder.</source>
        <translation>Das ist kein Ordner.</translation>
    </message>
    <message>
        <source>The container&apos;s user may not look into this folder.</source>
        <translation>Der Benutzer des Containers darf nicht in diesen Ordner sehen.</translation>
    </message>
    <message>
        <source>The image has no stat, with which folders are listed.</source>
        <translation>Im Image fehlt stat, mit dem Ordner aufgelistet werden.</translation>
    </message>
    <message>
        <source>The image has no tar, with which files come out and in.</source>
        <translation>Im Image fehlt tar, mit dem Dateien heraus- und hineinkommen.</translation>
    </message>
    <message>
        <source>Nothing can be written to this folder: %1</source>
        <translation>In diesen Ordner kann nichts geschrieben werden: %1</translation>
    </message>
    <message>
        <source>The image has no shell, which files need to come out and in.</source>
        <translation>Im Image fehlt eine Shell, ohne die keine Dateien heraus- und hineinkommen.</translation>
    </message>
    <message>
        <source>It failed in the container: %1</source>
        <translation>Es ist im Container fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>%1 It says: %2</source>
        <translation>%1 Es sagt: %2</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files of %1</source>
        <translation>Dateien von %1</translation>
    </message>
    <message>
        <source>Too much is under way already, or there is nothing to be sent.</source>
        <translation>Es ist schon zu viel unterwegs, oder es gibt nichts zu senden.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n entries</source>
        <translation>
            <numerusform>%1: %n Eintrag</numerusform>
            <numerusform>%1: %n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 wird gelesen</translation>
    </message>
    <message>
        <source>The files cannot be shown</source>
        <translation>Die Dateien können nicht angezeigt werden</translation>
    </message>
    <message>
        <source>Nothing is in this folder</source>
        <translation>In diesem Ordner ist nichts</translation>
    </message>
    <message>
        <source>Drop files here to upload them.</source>
        <translation>Dateien hierher ziehen, um sie hochzuladen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Upload to %1</source>
        <translation>Nach %1 hochladen</translation>
    </message>
    <message>
        <source>There is more in this folder than is shown.</source>
        <translation>In diesem Ordner ist mehr, als angezeigt wird.</translation>
    </message>
    <message>
        <source>Uploads and downloads</source>
        <translation>Uploads und Downloads</translation>
    </message>
    <message>
        <source>Forget what is over</source>
        <translation>Beendetes entfernen</translation>
    </message>
    <message>
        <source>Download into a folder</source>
        <translation>In einen Ordner herunterladen</translation>
    </message>
    <message>
        <source>Upload files</source>
        <translation>Dateien hochladen</translation>
    </message>
    <message>
        <source>Upload a folder</source>
        <translation>Ordner hochladen</translation>
    </message>
</context>
<context>
    <name>FilesToolbar</name>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>In %1</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Zu %1 gehen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Download what is selected</source>
        <translation>Auswahl herunterladen</translation>
    </message>
    <message>
        <source>Upload files</source>
        <translation>Dateien hochladen</translation>
    </message>
    <message>
        <source>Upload a folder</source>
        <translation>Ordner hochladen</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Only problems</source>
        <translation>Nur Probleme</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Labels: app=web, tier!=cache</source>
        <translation>Labels: app=web, tier!=cache</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Ingresses</source>
        <translation>Ingresses</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>Config maps</source>
        <translation>ConfigMaps</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secrets</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>Claims</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Colours mean</source>
        <translation>Farben bedeuten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>Workload</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation>Im Text suchen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>Alle ersetzen</translation>
    </message>
</context>
<context>
    <name>FindField</name>
    <message>
        <source>Find a pod, a machine  /</source>
        <translation>Pod oder Maschine suchen  /</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>50 or more</source>
        <translation>50 oder mehr</translation>
    </message>
</context>
<context>
    <name>FixMenu</name>
    <message>
        <source>Fixes</source>
        <translation>Korrekturen</translation>
    </message>
    <message>
        <source>No fix for this line</source>
        <translation>Keine Korrektur für diese Zeile</translation>
    </message>
</context>
<context>
    <name>FlatView</name>
    <message>
        <source>Pods by node. Arrow keys move from pod to pod, Enter opens the details.</source>
        <translation>Pods nach Node. Pfeiltasten gehen von Pod zu Pod, Eingabe öffnet die Details.</translation>
    </message>
</context>
<context>
    <name>FormDocs</name>
    <message>
        <source>Required.</source>
        <translation>Erforderlich.</translation>
    </message>
    <message>
        <source>It takes %1.</source>
        <translation>Erwartet: %1.</translation>
    </message>
    <message>
        <source>Where nothing is said: %1.</source>
        <translation>Ohne Angabe: %1.</translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>Less of %1</source>
        <translation>%1 verringern</translation>
    </message>
    <message>
        <source>More of %1</source>
        <translation>%1 erhöhen</translation>
    </message>
    <message>
        <source>%1 (usual)</source>
        <translation>%1 (üblich)</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Nicht gesetzt</translation>
    </message>
    <message>
        <source>Pick one</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>%1 is hidden</source>
        <translation>%1 ist verborgen</translation>
    </message>
    <message>
        <source>New key of %1</source>
        <translation>Neuer Schlüssel von %1</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add to %1</source>
        <translation>Zu %1 hinzufügen</translation>
    </message>
</context>
<context>
    <name>FormHeader</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
</context>
<context>
    <name>FormLines</name>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>FormPane</name>
    <message>
        <source>Form</source>
        <translation>Formular</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Search all fields</source>
        <translation>Alle Felder durchsuchen</translation>
    </message>
    <message>
        <source>The text is not YAML just now: this is how it was before.</source>
        <translation>Der Text ist gerade kein YAML: So war es vorher.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Fields of %1</source>
        <translation>Felder von %1</translation>
    </message>
    <message>
        <source>No field says that.</source>
        <translation>Kein Feld passt dazu.</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>Nichts ist ausgewählt</translation>
    </message>
    <message>
        <source>Select an object, and its fields are here.</source>
        <translation>Wählen Sie ein Objekt aus, und seine Felder sind hier.</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>required</source>
        <translation>erforderlich</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Show the value of %1</source>
        <translation>Wert von %1 zeigen</translation>
    </message>
    <message>
        <source>Hide the value of %1</source>
        <translation>Wert von %1 verbergen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Back to what is usual: %1</source>
        <translation>Zurück zum Üblichen: %1</translation>
    </message>
</context>
<context>
    <name>FormText</name>
    <message>
        <source>%1 (usual)</source>
        <translation>%1 (üblich)</translation>
    </message>
</context>
<context>
    <name>ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>Port weiterleiten</translation>
    </message>
    <message>
        <source>%1 becomes reachable from this machine, and from this machine alone.</source>
        <translation>%1 wird von dieser Maschine aus erreichbar, und nur von ihr.</translation>
    </message>
    <message>
        <source>Its port</source>
        <translation>Sein Port</translation>
    </message>
    <message>
        <source>It names none</source>
        <translation>Es nennt keinen</translation>
    </message>
    <message>
        <source>Local port</source>
        <translation>Lokaler Port</translation>
    </message>
    <message>
        <source>any that is free</source>
        <translation>irgendein freier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Weiterleiten</translation>
    </message>
</context>
<context>
    <name>ForwardRow</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>Verbindet neu</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation>%1 KiB</translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation>%1 MiB</translation>
    </message>
    <message>
        <source>Port %1 to %2, port %3: %4. %5</source>
        <translation>Port %1 zu %2, Port %3: %4. %5</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>port %1 (%2)</source>
        <translation>Port %1 (%2)</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Port %1</translation>
    </message>
    <message>
        <source>now in %1</source>
        <translation>jetzt in %1</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>%1 gesendet, %2 empfangen</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>ForwardsPage</name>
    <message>
        <source>Forwards</source>
        <translation>Weiterleitungen</translation>
    </message>
    <message>
        <source>The context is locked: nothing is forwarded until it is unlocked.</source>
        <translation>Der Kontext ist gesperrt: Bis er entsperrt wird, wird nichts weitergeleitet.</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>%1 of %2 active; only this machine can use them</source>
        <translation>%1 von %2 aktiv; nur diese Maschine kann sie nutzen</translation>
    </message>
    <message>
        <source>Forwards: %1</source>
        <translation>Weiterleitungen: %1</translation>
    </message>
    <message>
        <source>Nothing is forwarded</source>
        <translation>Nichts wird weitergeleitet</translation>
    </message>
    <message>
        <source>Shift+F on a pod, a service or a workload in the explorer makes one of its ports a port of this machine.</source>
        <translation>Umschalt+F auf einem Pod, einem Service oder einem Workload im Explorer macht einen seiner Ports zu einem Port dieser Maschine.</translation>
    </message>
</context>
<context>
    <name>GitopsBar</name>
    <message>
        <source>Repository %1</source>
        <translation>Repository %1</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Another repository…</source>
        <translation>Anderes Repository…</translation>
    </message>
    <message>
        <source>Production follows</source>
        <translation>Produktion folgt</translation>
    </message>
    <message>
        <source>Would become</source>
        <translation>Würde zu</translation>
    </message>
    <message>
        <source>Folder in it, or all applications</source>
        <translation>Ordner darin, oder alle Anwendungen</translation>
    </message>
    <message>
        <source>All applications</source>
        <translation>Alle Anwendungen</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Erneut vergleichen</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Abrufen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Fetching…</source>
        <translation>Wird abgerufen…</translation>
    </message>
    <message>
        <source>%1 of %2 applications</source>
        <translation>%1 von %2 Anwendungen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
</context>
<context>
    <name>GitopsPage</name>
    <message>
        <source>GitOps</source>
        <translation>GitOps</translation>
    </message>
    <message>
        <source>What is shown is the last result before that.</source>
        <translation>Gezeigt wird das letzte Ergebnis davor.</translation>
    </message>
    <message>
        <source>The preview was stopped.</source>
        <translation>Die Vorschau wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message numerus="yes">
        <source>%n applications cannot be told.</source>
        <translation>
            <numerusform>Über %n Anwendung lässt sich nichts sagen.</numerusform>
            <numerusform>Über %n Anwendungen lässt sich nichts sagen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things were left out or are not supported.</source>
        <translation>
            <numerusform>%n Sache wurde ausgelassen oder wird nicht unterstützt.</numerusform>
            <numerusform>%n Dinge wurden ausgelassen oder werden nicht unterstützt.</numerusform>
        </translation>
    </message>
    <message>
        <source>older</source>
        <translation>älter</translation>
    </message>
    <message>
        <source>Show what</source>
        <translation>Zeigen, was</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Fetching %1</source>
        <translation>%1 wird abgerufen</translation>
    </message>
    <message>
        <source>Rendering applications: %1 of %2</source>
        <translation>Anwendungen werden gerendert: %1 von %2</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 wird gelesen</translation>
    </message>
    <message>
        <source>The preview was stopped</source>
        <translation>Die Vorschau wurde abgebrochen</translation>
    </message>
    <message>
        <source>There is no preview</source>
        <translation>Es gibt keine Vorschau</translation>
    </message>
    <message>
        <source>What stands above has to be mended first.</source>
        <translation>Erst muss behoben werden, was oben steht.</translation>
    </message>
    <message>
        <source>%1 deploys what %2 does, object by object.</source>
        <translation>%1 stellt dasselbe bereit wie %2, Objekt für Objekt.</translation>
    </message>
    <message>
        <source>Nothing is written, and no cluster is asked.</source>
        <translation>Nichts wird geschrieben und kein Cluster gefragt.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Search objects</source>
        <translation>Objekte suchen</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Open a repository</source>
        <translation>Repository öffnen</translation>
    </message>
    <message>
        <source>Both are the same revision.</source>
        <translation>Beides ist dieselbe Revision.</translation>
    </message>
    <message>
        <source>What stands above was left out, and may change all the same.</source>
        <translation>Was oben steht, wurde ausgelassen und kann sich dennoch ändern.</translation>
    </message>
</context>
<context>
    <name>GitopsStart</name>
    <message>
        <source>What would production become?</source>
        <translation>Was würde aus der Produktion?</translation>
    </message>
    <message>
        <source>Give the repository that production is deployed from: manifests, Kustomize, Helm, Argo CD or Flux. It shows what a branch, or what is not committed yet, would change there, object by object, and what that does. Nothing is written.</source>
        <translation>Geben Sie das Repository an, aus dem die Produktion bereitgestellt wird: Manifeste, Kustomize, Helm, Argo CD oder Flux. Gezeigt wird, was ein Branch oder noch nicht Committetes dort ändern würde, Objekt für Objekt, und was das bewirkt. Nichts wird geschrieben.</translation>
    </message>
    <message>
        <source>Folder or address of a repository</source>
        <translation>Ordner oder Adresse eines Repositorys</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>Früher geöffnet</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation>%1 vergessen</translation>
    </message>
</context>
<context>
    <name>HeaderCell</name>
    <message>
        <source>, sorted downwards</source>
        <translation>, absteigend sortiert</translation>
    </message>
    <message>
        <source>, sorted upwards</source>
        <translation>, aufsteigend sortiert</translation>
    </message>
</context>
<context>
    <name>ImpactList</name>
    <message>
        <source>What this does</source>
        <translation>Was das bewirkt</translation>
    </message>
</context>
<context>
    <name>KeyLine</name>
    <message>
        <source>Back to %1</source>
        <translation>Zurück zu %1</translation>
    </message>
    <message>
        <source>Back to none</source>
        <translation>Zurück zu keiner</translation>
    </message>
    <message>
        <source>Press the keys</source>
        <translation>Tasten drücken</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 is “%2” in every table. Choose another.</source>
        <translation>%1 ist „%2“ in jeder Tabelle. Wählen Sie andere.</translation>
    </message>
    <message>
        <source>%1 is “%2” already.</source>
        <translation>%1 ist schon „%2“.</translation>
    </message>
    <message>
        <source>Use it here instead</source>
        <translation>Stattdessen hier verwenden</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
</context>
<context>
    <name>KeySettings</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Click a key and press another. Those of tables stay as they are: letters act on the row that has the focus.</source>
        <translation>Klicken Sie auf eine Taste und drücken Sie eine andere. Die der Tabellen bleiben, wie sie sind: Buchstaben wirken auf die Zeile, die den Fokus hat.</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>Alle wie zuvor</translation>
    </message>
    <message>
        <source>As in k9s: [ ] and -</source>
        <translation>Wie in k9s: [ ] und -</translation>
    </message>
</context>
<context>
    <name>KindList</name>
    <message>
        <source>Find a kind</source>
        <translation>Art suchen</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>No kind has these letters.</source>
        <translation>Keine Art hat diese Buchstaben.</translation>
    </message>
</context>
<context>
    <name>LanguageSettings</name>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The window speaks</source>
        <translation>Das Fenster spricht</translation>
    </message>
    <message>
        <source>The window speaks it when it is opened again.</source>
        <translation>Das Fenster spricht sie, wenn es wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>What clusters and commands say is in English.</source>
        <translation>Was Cluster und Befehle sagen, ist englisch.</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
</context>
<context>
    <name>LogLine</name>
    <message>
        <source> … (%1 more bytes)</source>
        <translation> … (%1 weitere Bytes)</translation>
    </message>
</context>
<context>
    <name>LogSheet</name>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>Noch wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>LogToolbar</name>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>All containers</source>
        <translation>Alle Container</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>Wie weit zurück</translation>
    </message>
    <message>
        <source>Last 1,000 lines</source>
        <translation>Letzte 1.000 Zeilen</translation>
    </message>
    <message>
        <source>Last 5 minutes</source>
        <translation>Letzte 5 Minuten</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation>Ab Info</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Filter: words, !not, /expression/</source>
        <translation>Filter: Wörter, !nicht, /Ausdruck/</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>The previous run</source>
        <translation>Der vorige Lauf</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Lange Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Save what is shown</source>
        <translation>Gezeigtes speichern</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>It was not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n lines</source>
        <translation>
            <numerusform>%1: %n Zeile</numerusform>
            <numerusform>%1: %n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>The log cannot be read</source>
        <translation>Das Log kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Looking for the pods</source>
        <translation>Die Pods werden gesucht</translation>
    </message>
    <message>
        <source>The pod is gone</source>
        <translation>Der Pod ist weg</translation>
    </message>
    <message>
        <source>No pods</source>
        <translation>Keine Pods</translation>
    </message>
    <message>
        <source>No lines yet</source>
        <translation>Noch keine Zeilen</translation>
    </message>
    <message>
        <source>No previous run</source>
        <translation>Kein voriger Lauf</translation>
    </message>
    <message>
        <source>Not running yet</source>
        <translation>Läuft noch nicht</translation>
    </message>
    <message>
        <source>The log is empty</source>
        <translation>Das Log ist leer</translation>
    </message>
    <message numerus="yes">
        <source>None of the %Ln lines does.</source>
        <translation>
            <numerusform>Die %Ln Zeile passt nicht.</numerusform>
            <numerusform>Keine der %Ln Zeilen passt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Should one of this name come, its log appears here.</source>
        <translation>Kommt einer dieses Namens, erscheint sein Log hier.</translation>
    </message>
    <message>
        <source>Its logs appear here as soon as it has one.</source>
        <translation>Sobald es einen gibt, erscheinen seine Logs hier.</translation>
    </message>
    <message>
        <source>They appear here as they are written.</source>
        <translation>Sie erscheinen hier, sobald sie geschrieben werden.</translation>
    </message>
    <message>
        <source>No container of it has been restarted.</source>
        <translation>Keiner seiner Container wurde neu gestartet.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines shown</source>
        <translation>
            <numerusform>%1 von %Ln Zeile gezeigt</numerusform>
            <numerusform>%1 von %Ln Zeilen gezeigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln errors</source>
        <translation>
            <numerusform>%Ln Fehler</numerusform>
            <numerusform>%Ln Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines dropped</source>
        <translation>
            <numerusform>%Ln Zeile verworfen</numerusform>
            <numerusform>%Ln Zeilen verworfen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n Pod</numerusform>
            <numerusform>%n Pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n containers followed</source>
        <translation>
            <numerusform>%n Container verfolgt</numerusform>
            <numerusform>%n Container verfolgt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not: that would be too many at once</source>
        <translation>
            <numerusform>%n weiterer nicht: Das wären zu viele auf einmal</numerusform>
            <numerusform>%n weitere nicht: Das wären zu viele auf einmal</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Logs (*.log *.txt)</source>
        <translation>Logs (*.log *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>%1 — Armillary</source>
        <translation>%1 — Armillary</translation>
    </message>
    <message>
        <source>Armillary</source>
        <translation>Armillary</translation>
    </message>
    <message>
        <source>The contexts of %1 have joined the list of clusters</source>
        <translation>Die Kontexte von %1 stehen jetzt in der Liste der Cluster</translation>
    </message>
    <message>
        <source>%1 adds no cluster</source>
        <translation>%1 bringt keinen Cluster</translation>
    </message>
    <message>
        <source>It is no kubeconfig, or all of its contexts are known already.</source>
        <translation>Es ist keine kubeconfig, oder alle ihre Kontexte sind schon bekannt.</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>No application</source>
        <translation>Keine Anwendung</translation>
    </message>
    <message>
        <source>Ingress</source>
        <translation>Ingress</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Deployment</translation>
    </message>
    <message>
        <source>Stateful set</source>
        <translation>StatefulSet</translation>
    </message>
    <message>
        <source>Daemon set</source>
        <translation>DaemonSet</translation>
    </message>
    <message>
        <source>Replica set</source>
        <translation>ReplicaSet</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Cron job</source>
        <translation>CronJob</translation>
    </message>
    <message>
        <source>Config map</source>
        <translation>ConfigMap</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Volume claim</source>
        <translation>Volume Claim</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>Service-Konto</translation>
    </message>
    <message>
        <source>Waiting for a machine</source>
        <translation>Wartet auf eine Maschine</translation>
    </message>
    <message>
        <source>routes to</source>
        <translation>leitet an</translation>
    </message>
    <message>
        <source>selects</source>
        <translation>wählt aus</translation>
    </message>
    <message>
        <source>reads</source>
        <translation>liest</translation>
    </message>
    <message>
        <source>pulls images with</source>
        <translation>lädt Images mit</translation>
    </message>
    <message>
        <source>mounts</source>
        <translation>bindet ein</translation>
    </message>
    <message>
        <source>claims</source>
        <translation>beansprucht</translation>
    </message>
    <message>
        <source>runs as</source>
        <translation>läuft als</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>betreibt</translation>
    </message>
    <message>
        <source>not there, but optional</source>
        <translation>nicht vorhanden, aber optional</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>selects nothing</source>
        <translation>wählt nichts aus</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>%1 %2 %</source>
        <translation>%1 %2 %</translation>
    </message>
</context>
<context>
    <name>NamespaceMenu</name>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>Find, or type one that is not listed</source>
        <translation>Suchen, oder einen nicht aufgeführten eingeben</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>Alle Namespaces</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namespaces</translation>
    </message>
    <message>
        <source>Also %1</source>
        <translation>Auch %1</translation>
    </message>
    <message>
        <source>Together with others</source>
        <translation>Zusammen mit anderen</translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>Helles Farbschema verwenden</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>Dunkles Farbschema verwenden</translation>
    </message>
</context>
<context>
    <name>NodeLabel</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Mem</source>
        <translation>RAM</translation>
    </message>
</context>
<context>
    <name>NodeShellPage</name>
    <message>
        <source>Shell on %1</source>
        <translation>Shell auf %1</translation>
    </message>
    <message>
        <source>A shell on %1</source>
        <translation>Eine Shell auf %1</translation>
    </message>
    <message>
        <source>This makes a pod in the namespace %1 that is root on the node: privileged, with the node&apos;s processes, network and files. What is done in it is done to the node. The pod is removed when this tab is closed.</source>
        <translation>Das erzeugt im Namespace %1 einen Pod, der auf dem Node root ist: privilegiert, mit den Prozessen, dem Netzwerk und den Dateien des Node. Was darin getan wird, wird dem Node getan. Der Pod wird entfernt, wenn dieser Tab geschlossen wird.</translation>
    </message>
    <message>
        <source>Image of the pod, with a shell and chroot</source>
        <translation>Image des Pods, mit Shell und chroot</translation>
    </message>
    <message>
        <source>Open the shell</source>
        <translation>Shell öffnen</translation>
    </message>
</context>
<context>
    <name>NotificationPanel</name>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
</context>
<context>
    <name>ObjectCarry</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n objects: %1</source>
        <translation>
            <numerusform>%n Objekt: %1</numerusform>
            <numerusform>%n Objekte: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Onto Editor: to change it. Its values come along.</source>
        <translation>Auf „Editor“: zum Ändern. Seine Werte kommen mit.</translation>
    </message>
    <message>
        <source>Onto Editor: to change it</source>
        <translation>Auf „Editor“: zum Ändern</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Why? %1</source>
        <translation>Warum? %1</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n Schlüssel</numerusform>
            <numerusform>%n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Zustände</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotationen</translation>
    </message>
</context>
<context>
    <name>OwnedFields</name>
    <message numerus="yes">
        <source>%n fields are taken over from their owners.</source>
        <translation>
            <numerusform>%n Feld wird von seinem Besitzer übernommen.</numerusform>
            <numerusform>%n Felder werden von ihren Besitzern übernommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fields are left to their owners and stay as they are.</source>
        <translation>
            <numerusform>%n Feld bleibt seinem Besitzer überlassen und unverändert.</numerusform>
            <numerusform>%n Felder bleiben ihren Besitzern überlassen und unverändert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fields are somebody else&apos;s.</source>
        <translation>
            <numerusform>%n Feld gehört jemand anderem.</numerusform>
            <numerusform>%n Felder gehören jemand anderem.</numerusform>
        </translation>
    </message>
    <message>
        <source>Fields and their owners</source>
        <translation>Felder und ihre Besitzer</translation>
    </message>
    <message>
        <source>%1, owned by %2</source>
        <translation>%1, gehört %2</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Leave to the owner</source>
        <translation>Dem Besitzer lassen</translation>
    </message>
    <message>
        <source>Take over everywhere</source>
        <translation>Überall übernehmen</translation>
    </message>
    <message>
        <source>Leave everywhere</source>
        <translation>Überall belassen</translation>
    </message>
</context>
<context>
    <name>OwnerTrail</name>
    <message>
        <source>Owner: %1 %2</source>
        <translation>Besitzer: %1 %2</translation>
    </message>
    <message>
        <source>%1 (gone)</source>
        <translation>%1 (weg)</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Topology</source>
        <translation>Topologie</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>Workloads</translation>
    </message>
    <message>
        <source>Explorer</source>
        <translation>Explorer</translation>
    </message>
    <message>
        <source>Forwards</source>
        <translation>Weiterleitungen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>GitOps</source>
        <translation>GitOps</translation>
    </message>
</context>
<context>
    <name>PairChip</name>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>click to copy</source>
        <translation>Klicken zum Kopieren</translation>
    </message>
</context>
<context>
    <name>PairsEditor</name>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>Wert %1</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Effect %1</source>
        <translation>Wirkung %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Remove this row</source>
        <translation>Diese Zeile entfernen</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>Zeile hinzufügen</translation>
    </message>
</context>
<context>
    <name>PaletteOverlay</name>
    <message>
        <source>Go to or do</source>
        <translation>Suchen oder ausführen</translation>
    </message>
    <message>
        <source>Where to, or what to do? Also :deploy, :ns shop, :ctx</source>
        <translation>Wohin, oder was tun? Auch :deploy, :ns shop, :ctx</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Was passt</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>Nichts passt.</translation>
    </message>
</context>
<context>
    <name>PodContainers</name>
    <message>
        <source>The pod has ended: %1. %2</source>
        <translation>Der Pod ist beendet: %1. %2</translation>
    </message>
    <message>
        <source>The container %1 has ended: %2, with %3.</source>
        <translation>Der Container %1 ist beendet: %2, mit %3.</translation>
    </message>
    <message>
        <source>Waiting until the container %1 runs.</source>
        <translation>Warten, bis der Container %1 läuft.</translation>
    </message>
</context>
<context>
    <name>ProblemView</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>Silence %1 here</source>
        <translation>%1 hier stummschalten</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>Schema, references, selectors, ports, images and names are checked as you edit.</source>
        <translation>Schema, Verweise, Selektoren, Ports, Images und Namen werden beim Bearbeiten geprüft.</translation>
    </message>
    <message numerus="yes">
        <source>%n problems can be fixed at once</source>
        <translation>
            <numerusform>%n Problem lässt sich sofort beheben</numerusform>
            <numerusform>%n Probleme lassen sich sofort beheben</numerusform>
        </translation>
    </message>
    <message>
        <source>Fix all</source>
        <translation>Alle beheben</translation>
    </message>
    <message>
        <source>Makes every fix that leaves nothing to choose; one step of undo</source>
        <translation>Macht jede Korrektur, die nichts zu wählen lässt; ein Schritt Rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>%n fixes…</source>
        <translation>
            <numerusform>%n Korrektur…</numerusform>
            <numerusform>%n Korrekturen…</numerusform>
        </translation>
    </message>
    <message>
        <source>Why %1 matters</source>
        <translation>Warum %1 wichtig ist</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>simulated machines, in memory</source>
        <translation>simulierte Maschinen, im Speicher</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>Nicht bereit</translation>
    </message>
    <message>
        <source>Has a node</source>
        <translation>Hat einen Node</translation>
    </message>
    <message>
        <source>Has no node yet</source>
        <translation>Hat noch keinen Node</translation>
    </message>
    <message>
        <source>Sandbox and network are there</source>
        <translation>Sandbox und Netzwerk sind da</translation>
    </message>
    <message>
        <source>Waits for its sandbox</source>
        <translation>Wartet auf seine Sandbox</translation>
    </message>
    <message>
        <source>Init containers are done</source>
        <translation>Init-Container sind fertig</translation>
    </message>
    <message>
        <source>Waits for its init containers</source>
        <translation>Wartet auf seine Init-Container</translation>
    </message>
    <message>
        <source>All containers are ready</source>
        <translation>Alle Container sind bereit</translation>
    </message>
    <message>
        <source>Not all containers are ready</source>
        <translation>Nicht alle Container sind bereit</translation>
    </message>
    <message>
        <source>Is about to be taken away</source>
        <translation>Wird bald weggenommen</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Bleibt</translation>
    </message>
    <message>
        <source>Short of memory</source>
        <translation>Speicher ist knapp</translation>
    </message>
    <message>
        <source>Enough memory</source>
        <translation>Genug Speicher</translation>
    </message>
    <message>
        <source>Short of disk space</source>
        <translation>Plattenplatz ist knapp</translation>
    </message>
    <message>
        <source>Enough disk space</source>
        <translation>Genug Plattenplatz</translation>
    </message>
    <message>
        <source>Short of process numbers</source>
        <translation>Prozessnummern sind knapp</translation>
    </message>
    <message>
        <source>Enough process numbers</source>
        <translation>Genug Prozessnummern</translation>
    </message>
    <message>
        <source>Network is not set up</source>
        <translation>Netzwerk ist nicht eingerichtet</translation>
    </message>
    <message>
        <source>Network is set up</source>
        <translation>Netzwerk ist eingerichtet</translation>
    </message>
    <message>
        <source>Enough pods are available</source>
        <translation>Genug Pods sind verfügbar</translation>
    </message>
    <message>
        <source>Too few pods are available</source>
        <translation>Zu wenige Pods sind verfügbar</translation>
    </message>
    <message>
        <source>Pods cannot be made</source>
        <translation>Pods können nicht erzeugt werden</translation>
    </message>
    <message>
        <source>Pods can be made</source>
        <translation>Pods können erzeugt werden</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>Not complete</source>
        <translation>Nicht vollständig</translation>
    </message>
    <message>
        <source>Has succeeded</source>
        <translation>Ist gelungen</translation>
    </message>
    <message>
        <source>Has not succeeded yet</source>
        <translation>Ist noch nicht gelungen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Not failed</source>
        <translation>Nicht fehlgeschlagen</translation>
    </message>
    <message>
        <source>Is failing</source>
        <translation>Schlägt fehl</translation>
    </message>
    <message>
        <source>Not failing</source>
        <translation>Schlägt nicht fehl</translation>
    </message>
    <message>
        <source>Able to scale</source>
        <translation>Kann skalieren</translation>
    </message>
    <message>
        <source>Cannot scale</source>
        <translation>Kann nicht skalieren</translation>
    </message>
    <message>
        <source>Measures are there</source>
        <translation>Messwerte sind da</translation>
    </message>
    <message>
        <source>Measures are missing</source>
        <translation>Messwerte fehlen</translation>
    </message>
    <message>
        <source>Pods may be taken away</source>
        <translation>Pods dürfen weggenommen werden</translation>
    </message>
    <message>
        <source>No pod may be taken away</source>
        <translation>Kein Pod darf weggenommen werden</translation>
    </message>
    <message>
        <source>Is served</source>
        <translation>Wird angeboten</translation>
    </message>
    <message>
        <source>Is not served</source>
        <translation>Wird nicht angeboten</translation>
    </message>
    <message>
        <source>Its names are free</source>
        <translation>Seine Namen sind frei</translation>
    </message>
    <message>
        <source>Its names are taken</source>
        <translation>Seine Namen sind vergeben</translation>
    </message>
    <message>
        <source>%1: unknown</source>
        <translation>%1: unbekannt</translation>
    </message>
    <message>
        <source>Rollout is complete</source>
        <translation>Rollout ist abgeschlossen</translation>
    </message>
    <message>
        <source>Rollout under way</source>
        <translation>Rollout läuft</translation>
    </message>
    <message>
        <source>Rollout is paused</source>
        <translation>Rollout ist pausiert</translation>
    </message>
    <message>
        <source>Rollout is stuck</source>
        <translation>Rollout hängt</translation>
    </message>
    <message>
        <source>At the limit of its replicas</source>
        <translation>An der Grenze seiner Replikate</translation>
    </message>
    <message>
        <source>Within its limits</source>
        <translation>Innerhalb seiner Grenzen</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Not suspended</source>
        <translation>Nicht ausgesetzt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>Läuft seit %1</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>nicht bereit</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Ended with %1</source>
        <translation>Mit %1 beendet</translation>
    </message>
    <message>
        <source>the last run ended with %1 (%2), %3 ago</source>
        <translation>der letzte Lauf endete mit %1 (%2), vor %3</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>Noch nicht erzeugt</translation>
    </message>
    <message>
        <source>selects</source>
        <translation>wählt aus</translation>
    </message>
    <message>
        <source>selects it</source>
        <translation>wählt es aus</translation>
    </message>
    <message>
        <source>routes to</source>
        <translation>leitet an</translation>
    </message>
    <message>
        <source>routes to it</source>
        <translation>leitet an es</translation>
    </message>
    <message>
        <source>is attached to</source>
        <translation>hängt an</translation>
    </message>
    <message>
        <source>is attached to it</source>
        <translation>hängt an ihm</translation>
    </message>
    <message>
        <source>scales</source>
        <translation>skaliert</translation>
    </message>
    <message>
        <source>scales it</source>
        <translation>skaliert es</translation>
    </message>
    <message>
        <source>reads</source>
        <translation>liest</translation>
    </message>
    <message>
        <source>reads it</source>
        <translation>liest es</translation>
    </message>
    <message>
        <source>pulls images with</source>
        <translation>lädt Images mit</translation>
    </message>
    <message>
        <source>pulls images with it</source>
        <translation>lädt Images mit ihm</translation>
    </message>
    <message>
        <source>mounts</source>
        <translation>bindet ein</translation>
    </message>
    <message>
        <source>mounts it</source>
        <translation>bindet es ein</translation>
    </message>
    <message>
        <source>gets its names from</source>
        <translation>hat seine Namen von</translation>
    </message>
    <message>
        <source>gets its names from it</source>
        <translation>hat seine Namen von ihm</translation>
    </message>
    <message>
        <source>claims</source>
        <translation>beansprucht</translation>
    </message>
    <message>
        <source>claims it</source>
        <translation>beansprucht es</translation>
    </message>
    <message>
        <source>is of class</source>
        <translation>ist von der Klasse</translation>
    </message>
    <message>
        <source>is of this class</source>
        <translation>ist von dieser Klasse</translation>
    </message>
    <message>
        <source>is bound to</source>
        <translation>ist gebunden an</translation>
    </message>
    <message>
        <source>is bound to it</source>
        <translation>ist an es gebunden</translation>
    </message>
    <message>
        <source>runs as</source>
        <translation>läuft als</translation>
    </message>
    <message>
        <source>runs as it</source>
        <translation>läuft als es</translation>
    </message>
    <message>
        <source>grants</source>
        <translation>gewährt</translation>
    </message>
    <message>
        <source>grants it</source>
        <translation>gewährt es</translation>
    </message>
    <message>
        <source>grants rights to</source>
        <translation>gewährt Rechte an</translation>
    </message>
    <message>
        <source>grants rights to it</source>
        <translation>gewährt ihm Rechte</translation>
    </message>
    <message>
        <source>lets traffic through with</source>
        <translation>lässt Verkehr durch mit</translation>
    </message>
    <message>
        <source>lets traffic through with it</source>
        <translation>lässt mit ihm Verkehr durch</translation>
    </message>
    <message>
        <source>runs on</source>
        <translation>läuft auf</translation>
    </message>
    <message>
        <source>runs on it</source>
        <translation>läuft auf ihm</translation>
    </message>
    <message>
        <source>may run on</source>
        <translation>darf laufen auf</translation>
    </message>
    <message>
        <source>may run on it</source>
        <translation>darf auf ihm laufen</translation>
    </message>
    <message>
        <source>is owned by</source>
        <translation>gehört</translation>
    </message>
    <message>
        <source>is owned by it</source>
        <translation>gehört ihm</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>ist nicht vorhanden</translation>
    </message>
    <message>
        <source>has no key %1</source>
        <translation>hat keinen Schlüssel %1</translation>
    </message>
    <message>
        <source>this cluster has no such kind</source>
        <translation>diese Art gibt es in diesem Cluster nicht</translation>
    </message>
    <message>
        <source>cannot tell: %1</source>
        <translation>nicht feststellbar: %1</translation>
    </message>
    <message>
        <source>is not there, and may be missing</source>
        <translation>ist nicht vorhanden und darf fehlen</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 bereit</translation>
    </message>
    <message>
        <source>and one that it owns</source>
        <translation>und eines, das es besitzt</translation>
    </message>
    <message>
        <source>and %1 that it owns</source>
        <translation>und %1, die es besitzt</translation>
    </message>
    <message>
        <source>in all namespaces</source>
        <translation>in allen Namespaces</translation>
    </message>
    <message>
        <source>in namespace %1</source>
        <translation>im Namespace %1</translation>
    </message>
    <message>
        <source>Cannot tell about %1: no permission to list them %2.</source>
        <translation>Nichts bekannt über %1: keine Berechtigung, sie %2 aufzulisten.</translation>
    </message>
    <message>
        <source>Of %1 only those %2: no permission to list them elsewhere.</source>
        <translation>Von %1 nur die %2: keine Berechtigung, sie anderswo aufzulisten.</translation>
    </message>
    <message>
        <source>%1 of the %2 were left out: too many.</source>
        <translation>%1 der %2 wurden ausgelassen: zu viele.</translation>
    </message>
    <message>
        <source>Not all %1 were looked at: too many.</source>
        <translation>Nicht alle %1 wurden angesehen: zu viele.</translation>
    </message>
    <message>
        <source>Cannot tell about %1: %2</source>
        <translation>Nichts bekannt über %1: %2</translation>
    </message>
    <message>
        <source>%1 % of its limit of %2</source>
        <translation>%1 % seiner Grenze von %2</translation>
    </message>
    <message>
        <source>%1 % of the %2 that it requests</source>
        <translation>%1 % der %2, die es anfordert</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>It is larger than the 3 MiB that a server takes.</source>
        <translation>Es ist größer als die 3 MiB, die ein Server annimmt.</translation>
    </message>
    <message>
        <source>With its aliases it is larger than the 3 MiB that a server takes.</source>
        <translation>Mit seinen Aliasen ist es größer als die 3 MiB, die ein Server annimmt.</translation>
    </message>
    <message>
        <source>It must be an object: fields with values.</source>
        <translation>Es muss ein Objekt sein: Felder mit Werten.</translation>
    </message>
    <message>
        <source>%1 cannot be changed: that would be another object.</source>
        <translation>%1 kann nicht geändert werden: Das wäre ein anderes Objekt.</translation>
    </message>
    <message>
        <source>metadata must be an object.</source>
        <translation>metadata muss ein Objekt sein.</translation>
    </message>
    <message>
        <source>%1 is no regular expression: %2</source>
        <translation>%1 ist kein regulärer Ausdruck: %2</translation>
    </message>
    <message>
        <source>%1 is no label selector: %2</source>
        <translation>%1 ist kein Label-Selektor: %2</translation>
    </message>
    <message>
        <source>The server&apos;s answer cannot be read: %1.</source>
        <translation>Die Antwort des Servers ist nicht lesbar: %1.</translation>
    </message>
    <message>
        <source>The server does not answer with tables for this kind.</source>
        <translation>Der Server antwortet für diese Art nicht mit Tabellen.</translation>
    </message>
    <message>
        <source>The pod %1 has no port called %2.</source>
        <translation>Der Pod %1 hat keinen Port namens %2.</translation>
    </message>
    <message>
        <source>The service %1 has no port %2 any more.</source>
        <translation>Der Service %1 hat keinen Port %2 mehr.</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n Schlüssel</numerusform>
            <numerusform>%n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>Immutable</source>
        <translation>Unveränderlich</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Letzter Lauf</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>Jetzt ausführen</translation>
    </message>
    <message>
        <source>Run %1 now</source>
        <translation>%1 jetzt ausführen</translation>
    </message>
    <message>
        <source>Delete the job that was run</source>
        <translation>Den ausgeführten Job löschen</translation>
    </message>
    <message>
        <source>What it owns</source>
        <translation>Was es besitzt</translation>
    </message>
    <message>
        <source>goes after it</source>
        <translation>verschwindet danach</translation>
    </message>
    <message>
        <source>goes before it</source>
        <translation>verschwindet davor</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>The data on its volume</source>
        <translation>Die Daten auf seinem Volume</translation>
    </message>
    <message>
        <source>%1, which is deleted with its claim</source>
        <translation>%1, das mit seinem Claim gelöscht wird</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>every object of this kind, in all namespaces</source>
        <translation>jedes Objekt dieser Art, in allen Namespaces</translation>
    </message>
    <message>
        <source>Deletes %1. This cannot be undone.</source>
        <translation>Löscht %1. Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Perhaps more</source>
        <translation>Vielleicht mehr</translation>
    </message>
    <message>
        <source>kinds that could not be looked at, or not to the end: %1</source>
        <translation>Arten, die nicht oder nicht bis zum Ende angesehen werden konnten: %1</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete without waiting…</source>
        <translation>Ohne Warten löschen…</translation>
    </message>
    <message>
        <source>Takes %1 out of the cluster at once, with a grace period of zero: its containers are killed without being told to end first. When its machine is out of reach they may go on running there, beside the pod that takes its place.</source>
        <translation>Nimmt %1 sofort aus dem Cluster, mit einer Schonfrist von null: Die Container werden beendet, ohne vorher dazu aufgefordert zu werden. Ist die Maschine nicht erreichbar, laufen sie dort vielleicht weiter, neben dem Pod, der an ihre Stelle tritt.</translation>
    </message>
    <message>
        <source>Delete without waiting</source>
        <translation>Ohne Warten löschen</translation>
    </message>
    <message>
        <source>Delete %1 without waiting</source>
        <translation>%1 ohne Warten löschen</translation>
    </message>
    <message>
        <source>Kubernetes holds a claim until no pod uses it any more.</source>
        <translation>Kubernetes hält einen Claim, bis ihn kein Pod mehr benutzt.</translation>
    </message>
    <message>
        <source>Kubernetes holds a volume until it is not bound to a claim any more.</source>
        <translation>Kubernetes hält ein Volume, bis es an keinen Claim mehr gebunden ist.</translation>
    </message>
    <message>
        <source>The garbage collector first deletes everything that it owns.</source>
        <translation>Der Garbage Collector löscht zuerst alles, was es besitzt.</translation>
    </message>
    <message>
        <source>The garbage collector first lets go of what it owns.</source>
        <translation>Der Garbage Collector gibt zuerst frei, was es besitzt.</translation>
    </message>
    <message>
        <source>The cloud&apos;s controller first takes the load balancer down; without it, the load balancer stays and costs.</source>
        <translation>Der Controller der Cloud baut zuerst den Load Balancer ab; ohne ihn bleibt der Load Balancer und kostet.</translation>
    </message>
    <message>
        <source>The job controller first counts how the pod ended.</source>
        <translation>Der Job-Controller zählt zuerst, wie der Pod endete.</translation>
    </message>
    <message>
        <source>Kubernetes first deletes all objects of this kind.</source>
        <translation>Kubernetes löscht zuerst alle Objekte dieser Art.</translation>
    </message>
    <message>
        <source>Argo CD first deletes what the application deployed.</source>
        <translation>Argo CD löscht zuerst, was die Anwendung ausgebracht hat.</translation>
    </message>
    <message>
        <source>The controller of %1 first cleans up what belongs to it. See whether it runs.</source>
        <translation>Der Controller von %1 räumt zuerst auf, was dazugehört. Prüfen Sie, ob er läuft.</translation>
    </message>
    <message>
        <source>Whoever has set it first cleans up.</source>
        <translation>Wer ihn gesetzt hat, räumt zuerst auf.</translation>
    </message>
    <message>
        <source>Remove its finalizers…</source>
        <translation>Seine Finalizer entfernen…</translation>
    </message>
    <message>
        <source>%1 is being deleted and waits for somebody to clean up after it: %2. Without these entries it goes at once, and what they stood for stays behind. Do this when their owner does not exist any more.</source>
        <translation>%1 wird gelöscht und wartet darauf, dass jemand danach aufräumt: %2. Ohne diese Einträge verschwindet es sofort, und wofür sie standen, bleibt zurück. Tun Sie das, wenn es ihren Besitzer nicht mehr gibt.</translation>
    </message>
    <message>
        <source>Remove finalizers</source>
        <translation>Finalizer entfernen</translation>
    </message>
    <message>
        <source>Remove finalizers of %1</source>
        <translation>Finalizer von %1 entfernen</translation>
    </message>
    <message>
        <source>Choose at least one.</source>
        <translation>Wählen Sie mindestens einen.</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Rolling out</source>
        <translation>Wird ausgerollt</translation>
    </message>
    <message>
        <source>Resume the rollout</source>
        <translation>Rollout fortsetzen</translation>
    </message>
    <message>
        <source>Pause the rollout</source>
        <translation>Rollout pausieren</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1 pausieren</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>Terminating</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Finalizers</source>
        <translation>Finalizer</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>At its maximum</source>
        <translation>Am Maximum</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>Skaliert gerade</translation>
    </message>
    <message>
        <source>%1 of %2 to %3</source>
        <translation>%1 von %2 bis %3</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>Skaliert</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>Replikate</translation>
    </message>
    <message>
        <source>%1, wants %2</source>
        <translation>%1, will %2</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Zwischen</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>Grenzen…</translation>
    </message>
    <message>
        <source>Set limits</source>
        <translation>Grenzen setzen</translation>
    </message>
    <message>
        <source>Keep %1 between %2 and %3 replicas</source>
        <translation>%1 zwischen %2 und %3 Replikaten halten</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>At least one replica.</source>
        <translation>Mindestens ein Replikat.</translation>
    </message>
    <message>
        <source>No less than the other one.</source>
        <translation>Nicht weniger als das andere.</translation>
    </message>
    <message>
        <source>It needs an image.</source>
        <translation>Es braucht ein Image.</translation>
    </message>
    <message>
        <source>An image&apos;s name has no spaces.</source>
        <translation>Der Name eines Images hat keine Leerzeichen.</translation>
    </message>
    <message>
        <source>This is no image&apos;s name, such as registry.example.com/shop/web:1.4 (lower case, one tag).</source>
        <translation>Das ist kein Name eines Images, wie etwa registry.example.com/shop/web:1.4 (Kleinbuchstaben, ein Tag).</translation>
    </message>
    <message>
        <source>Set image…</source>
        <translation>Image setzen…</translation>
    </message>
    <message>
        <source>Set image</source>
        <translation>Image setzen</translation>
    </message>
    <message>
        <source>Container %1</source>
        <translation>Container %1</translation>
    </message>
    <message>
        <source>Init container %1</source>
        <translation>Init-Container %1</translation>
    </message>
    <message>
        <source>Nothing is changed yet.</source>
        <translation>Noch ist nichts geändert.</translation>
    </message>
    <message>
        <source>Set the image of %1 to %2</source>
        <translation>Image von %1 auf %2 setzen</translation>
    </message>
    <message>
        <source>Set the image of %1 back to %2</source>
        <translation>Image von %1 auf %2 zurücksetzen</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Gelungen</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>Annotation</translation>
    </message>
    <message>
        <source>Change the %1 of %2</source>
        <translation>%1 von %2 ändern</translation>
    </message>
    <message>
        <source>Change the %1 of %2 back</source>
        <translation>Änderung der %1 von %2 zurücknehmen</translation>
    </message>
    <message>
        <source>It has no key.</source>
        <translation>Der Schlüssel fehlt.</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>Schlüssel: %1</translation>
    </message>
    <message>
        <source>Value: %1</source>
        <translation>Wert: %1</translation>
    </message>
    <message>
        <source>This key stands above already.</source>
        <translation>Dieser Schlüssel steht schon weiter oben.</translation>
    </message>
    <message>
        <source>Together they are larger than 256 KiB, which Kubernetes refuses.</source>
        <translation>Zusammen sind sie größer als 256 KiB, was Kubernetes ablehnt.</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>Labels…</translation>
    </message>
    <message>
        <source>Annotations…</source>
        <translation>Annotationen…</translation>
    </message>
    <message>
        <source>Cordoned</source>
        <translation>Abgesperrt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>Laufzeitumgebung</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Allocatable</source>
        <translation>Zuteilbar</translation>
    </message>
    <message>
        <source>Uncordon</source>
        <translation>Absperrung aufheben</translation>
    </message>
    <message>
        <source>Cordon</source>
        <translation>Absperren</translation>
    </message>
    <message>
        <source>Cordon %1</source>
        <translation>%1 absperren</translation>
    </message>
    <message>
        <source>Uncordon %1</source>
        <translation>Absperrung von %1 aufheben</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>Leeren…</translation>
    </message>
    <message>
        <source>Choose what it does.</source>
        <translation>Wählen Sie, was er bewirkt.</translation>
    </message>
    <message>
        <source>This key stands above already, with the same effect.</source>
        <translation>Dieser Schlüssel steht mit derselben Wirkung schon weiter oben.</translation>
    </message>
    <message>
        <source>Taints…</source>
        <translation>Taints…</translation>
    </message>
    <message>
        <source>Taint</source>
        <translation>Taint</translation>
    </message>
    <message>
        <source>Change the taints of %1</source>
        <translation>Taints von %1 ändern</translation>
    </message>
    <message>
        <source>Change the taints of %1 back</source>
        <translation>Änderung der Taints von %1 zurücknehmen</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>Has</source>
        <translation>Hat</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>Storage-Klasse</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
    <message>
        <source>It has no storage class; only volumes of a class can be made larger.</source>
        <translation>Es hat keine Storage-Klasse; nur Volumes einer Klasse können vergrößert werden.</translation>
    </message>
    <message>
        <source>Its storage class %1 does not let volumes grow (allowVolumeExpansion).</source>
        <translation>Seine Storage-Klasse %1 lässt Volumes nicht wachsen (allowVolumeExpansion).</translation>
    </message>
    <message>
        <source>Make larger…</source>
        <translation>Vergrößern…</translation>
    </message>
    <message>
        <source>A volume can be made larger, never smaller again. It has %1 now.</source>
        <translation>Ein Volume kann vergrößert, aber nie wieder verkleinert werden. Es hat jetzt %1.</translation>
    </message>
    <message>
        <source>Make larger</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Make %1 %2 large</source>
        <translation>%1 auf %2 vergrößern</translation>
    </message>
    <message>
        <source>This is no size, such as 20Gi.</source>
        <translation>Das ist keine Größe, wie etwa 20Gi.</translation>
    </message>
    <message>
        <source>It has to be more than %1.</source>
        <translation>Es müssen mehr als %1 sein.</translation>
    </message>
    <message>
        <source>cordoned: takes no new pods</source>
        <translation>abgesperrt: nimmt keine neuen Pods</translation>
    </message>
    <message>
        <source>Any machine</source>
        <translation>Beliebige Maschine</translation>
    </message>
    <message>
        <source>no longer pinned</source>
        <translation>nicht mehr angeheftet</translation>
    </message>
    <message>
        <source>It may run on any machine now.</source>
        <translation>Darf jetzt auf jeder Maschine laufen.</translation>
    </message>
    <message>
        <source>It is pinned to this one now.</source>
        <translation>Ist jetzt an diese angeheftet.</translation>
    </message>
    <message>
        <source>Let %1 run on any machine again</source>
        <translation>%1 wieder auf jeder Maschine laufen lassen</translation>
    </message>
    <message>
        <source>Pin %1 back to %2</source>
        <translation>%1 wieder an %2 anheften</translation>
    </message>
    <message>
        <source>Let %1 run on any machine</source>
        <translation>%1 auf jeder Maschine laufen lassen</translation>
    </message>
    <message>
        <source>Pin %1 to %2</source>
        <translation>%1 an %2 anheften</translation>
    </message>
    <message>
        <source>Pin to a machine…</source>
        <translation>An eine Maschine anheften…</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Node</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Evict…</source>
        <translation>Verdrängen…</translation>
    </message>
    <message>
        <source>Ends %1 unless a disruption budget forbids it. Its controller makes another one, on any machine.</source>
        <translation>Beendet %1, sofern kein Disruption Budget es verbietet. Der Controller erzeugt einen anderen, auf irgendeiner Maschine.</translation>
    </message>
    <message>
        <source>Evict</source>
        <translation>Verdrängen</translation>
    </message>
    <message>
        <source>Evict %1</source>
        <translation>%1 verdrängen</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Forward a port…</source>
        <translation>Port weiterleiten…</translation>
    </message>
    <message>
        <source>Waiting for a node</source>
        <translation>Wartet auf einen Node</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Logs of the previous run</source>
        <translation>Logs des vorigen Laufs</translation>
    </message>
    <message>
        <source>Roll %1 back to revision %2</source>
        <translation>%1 auf Revision %2 zurückrollen</translation>
    </message>
    <message>
        <source>Take the rollback of %1 back</source>
        <translation>Zurückrollen von %1 zurücknehmen</translation>
    </message>
    <message>
        <source>Revision %1, now</source>
        <translation>Revision %1, jetzt</translation>
    </message>
    <message>
        <source>Revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>Its rollout is paused. Resume it first, then roll it back.</source>
        <translation>Sein Rollout ist pausiert. Setzen Sie ihn erst fort, dann rollen Sie zurück.</translation>
    </message>
    <message>
        <source>Its revisions cannot be read: %1</source>
        <translation>Seine Revisionen können nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>No earlier revision is kept. How many are is its revisionHistoryLimit.</source>
        <translation>Keine frühere Revision ist aufbewahrt. Wie viele es sind, sagt sein revisionHistoryLimit.</translation>
    </message>
    <message>
        <source>Choose a revision.</source>
        <translation>Wählen Sie eine Revision.</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>Zurückrollen…</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurückrollen</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>, on every node %1</source>
        <translation>, auf jedem Node %1</translation>
    </message>
    <message>
        <source>none (headless)</source>
        <translation>keine (headless)</translation>
    </message>
    <message>
        <source>Name outside</source>
        <translation>Name außerhalb</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Wählt aus</translation>
    </message>
    <message>
        <source>nothing by itself</source>
        <translation>von sich aus nichts</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Scaled to zero</source>
        <translation>Auf null skaliert</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Eingeschränkt</translation>
    </message>
    <message>
        <source>Unavailable</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Scale…</source>
        <translation>Skalieren…</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalieren</translation>
    </message>
    <message>
        <source>Scale %1 to %2</source>
        <translation>%1 auf %2 skalieren</translation>
    </message>
    <message>
        <source>Scale %1 back to %2</source>
        <translation>%1 auf %2 zurückskalieren</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Replaces the pods of %1 by new ones, a few at a time.</source>
        <translation>Ersetzt die Pods von %1 durch neue, nach und nach.</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>%1 neu starten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <translation>%1 aussetzen</translation>
    </message>
    <message>
        <source>/%1/ is no regular expression: %2</source>
        <translation>/%1/ ist kein regulärer Ausdruck: %2</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht gestartet</translation>
    </message>
    <message>
        <source>The selector of %1 cannot be read.</source>
        <translation>Der Selektor von %1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 %2 selects no pods.</source>
        <translation>%1 %2 wählt keine Pods aus.</translation>
    </message>
    <message>
        <source>too much to look at</source>
        <translation>zu viel zum Ansehen</translation>
    </message>
    <message>
        <source>Shell on the node…</source>
        <translation>Shell auf dem Node…</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>Im Editor öffnen</translation>
    </message>
</context>
<context>
    <name>QuickAdd</name>
    <message>
        <source>Add something</source>
        <translation>Etwas hinzufügen</translation>
    </message>
    <message>
        <source>New, and connected to %1</source>
        <translation>Neu und mit %1 verbunden</translation>
    </message>
    <message>
        <source>What can be added</source>
        <translation>Was hinzugefügt werden kann</translation>
    </message>
    <message>
        <source>Nothing new can be connected to it.</source>
        <translation>Nichts Neues kann damit verbunden werden.</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>Nichts heißt so.</translation>
    </message>
</context>
<context>
    <name>RelationsPage</name>
    <message>
        <source>Relations</source>
        <translation>Beziehungen</translation>
    </message>
    <message>
        <source>Owns</source>
        <translation>Besitzt</translation>
    </message>
    <message>
        <source>Refers to</source>
        <translation>Verweist auf</translation>
    </message>
    <message>
        <source>Referred to by</source>
        <translation>Verwiesen von</translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> in %1</translation>
    </message>
    <message>
        <source>Looking for relations</source>
        <translation>Beziehungen werden gesucht</translation>
    </message>
    <message>
        <source>It stands alone</source>
        <translation>Es steht für sich</translation>
    </message>
    <message>
        <source>Reading what may refer to it</source>
        <translation>Was darauf verweisen kann, wird gelesen</translation>
    </message>
    <message>
        <source>It refers to nothing, owns nothing, and nothing refers to it.</source>
        <translation>Es verweist auf nichts, besitzt nichts, und nichts verweist darauf.</translation>
    </message>
</context>
<context>
    <name>RemarkBand</name>
    <message>
        <source>%1 Show less</source>
        <translation>%1 Weniger zeigen</translation>
    </message>
    <message>
        <source>%1 Show all</source>
        <translation>%1 Alle zeigen</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>Copy the command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>Where the cluster&apos;s data goes</source>
        <translation>Wohin die Daten des Clusters kommen</translation>
    </message>
</context>
<context>
    <name>RenameBox</name>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Neuer Name</translation>
    </message>
    <message>
        <source>What refers to it by name in this project gets the new name, too.</source>
        <translation>Was in diesem Projekt mit Namen darauf verweist, bekommt auch den neuen Namen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>%1 is there already</source>
        <translation>%1 ist schon da</translation>
    </message>
    <message numerus="yes">
        <source>%n are there already</source>
        <translation>
            <numerusform>%n ist schon da</numerusform>
            <numerusform>%n sind schon da</numerusform>
        </translation>
    </message>
    <message>
        <source>Replacing cannot be undone. Folders are merged: what has the same name in them is replaced.</source>
        <translation>Ersetzen kann nicht rückgängig gemacht werden. Ordner werden zusammengeführt: Was darin denselben Namen hat, wird ersetzt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
</context>
<context>
    <name>ReplicaSquares</name>
    <message>
        <source>%1 ready</source>
        <translation>%1 bereit</translation>
    </message>
    <message>
        <source>%1 starting</source>
        <translation>%1 startend</translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 fehlerhaft</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <translation>%1 fehlend</translation>
    </message>
    <message>
        <source>%1 leaving</source>
        <translation>%1 gehend</translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation>%1 abgeschlossen</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>Pods: %1</source>
        <translation>Pods: %1</translation>
    </message>
</context>
<context>
    <name>ResourceIndex</name>
    <message>
        <source>Workloads</source>
        <translation>Workloads</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
</context>
<context>
    <name>ResourceTable</name>
    <message numerus="yes">
        <source>%1: %n rows</source>
        <translation>
            <numerusform>%1: %n Zeile</numerusform>
            <numerusform>%1: %n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
</context>
<context>
    <name>ReviewSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>RevisionChooser</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Branch, tag or commit</source>
        <translation>Branch, Tag oder Commit</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>Branches</translation>
    </message>
    <message>
        <source>Branches of remotes</source>
        <translation>Branches von Remotes</translation>
    </message>
    <message>
        <source>Pull requests</source>
        <translation>Pull-Requests</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Commits</source>
        <translation>Commits</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>Nichts passt</translation>
    </message>
</context>
<context>
    <name>RolloutTexts</name>
    <message>
        <source>%1 of %2 pods ready</source>
        <translation>%1 von %2 Pods bereit</translation>
    </message>
    <message>
        <source>The roll-out is paused.</source>
        <translation>Der Rollout ist pausiert.</translation>
    </message>
    <message>
        <source>%1 of %2 runs done</source>
        <translation>%1 von %2 Läufen fertig</translation>
    </message>
</context>
<context>
    <name>RuleSheet</name>
    <message>
        <source>Why it matters</source>
        <translation>Warum es wichtig ist</translation>
    </message>
    <message>
        <source>How it is mended</source>
        <translation>Wie es behoben wird</translation>
    </message>
    <message>
        <source>A comment on the line, or on the one above it, silences it there:</source>
        <translation>Ein Kommentar in der Zeile oder in der darüber stellt es dort still:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>Beim Schließen des Fensters</translation>
    </message>
    <message>
        <source>The cluster of this machine</source>
        <translation>Der Cluster dieser Maschine</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Goes on</source>
        <translation>Läuft weiter</translation>
    </message>
    <message>
        <source>Is stopped</source>
        <translation>Wird gestoppt</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Change them</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>StartProgress</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Log zeigen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>usually %1</source>
        <translation>meist %1</translation>
    </message>
    <message>
        <source>%1, usually %2</source>
        <translation>%1, meist %2</translation>
    </message>
    <message>
        <source>failed after %1</source>
        <translation>fehlgeschlagen nach %1</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>create</source>
        <translation>erzeugen</translation>
    </message>
    <message>
        <source>change</source>
        <translation>ändern</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>create after</source>
        <translation>danach erzeugen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation>gestört</translation>
    </message>
</context>
<context>
    <name>TerminalPage</name>
    <message>
        <source>Terminal in %1</source>
        <translation>Terminal in %1</translation>
    </message>
    <message>
        <source>The clipboard holds more than can be pasted at once.</source>
        <translation>Die Zwischenablage enthält mehr, als auf einmal eingefügt werden kann.</translation>
    </message>
    <message>
        <source>Ctrl+Tab leaves it.</source>
        <translation>Strg+Tab verlässt es.</translation>
    </message>
    <message>
        <source>Lines above</source>
        <translation>Zeilen darüber</translation>
    </message>
    <message>
        <source>Opening a shell</source>
        <translation>Eine Shell wird geöffnet</translation>
    </message>
    <message>
        <source>Looking at the pod</source>
        <translation>Der Pod wird angesehen</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>The image has no %1</source>
        <translation>Im Image fehlt %1</translation>
    </message>
    <message>
        <source>The image has no shell</source>
        <translation>Im Image fehlt eine Shell</translation>
    </message>
</context>
<context>
    <name>TerminalToolbar</name>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Bash, or sh</source>
        <translation>Bash oder sh</translation>
    </message>
    <message>
        <source>Open, %1 × %2</source>
        <translation>Offen, %1 × %2</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Copy what is selected</source>
        <translation>Auswahl kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Begin a new shell</source>
        <translation>Neue Shell beginnen</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Read-only. Unlock…</source>
        <translation>Nur lesbar. Entsperren…</translation>
    </message>
    <message>
        <source>Unlocked. Lock</source>
        <translation>Entsperrt. Sperren</translation>
    </message>
    <message>
        <source>Go to or do</source>
        <translation>Suchen oder ausführen</translation>
    </message>
    <message numerus="yes">
        <source>%n failures</source>
        <translation>
            <numerusform>%n Fehlschlag</numerusform>
            <numerusform>%n Fehlschläge</numerusform>
        </translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>New from YAML</source>
        <translation>Neu aus YAML</translation>
    </message>
</context>
<context>
    <name>TopologyPage</name>
    <message>
        <source>Sphere</source>
        <translation>Sphäre</translation>
    </message>
    <message>
        <source>Machines around the control plane</source>
        <translation>Maschinen rund um die Steuerungsebene</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Who refers to whom</source>
        <translation>Wer auf wen verweist</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>Flach</translation>
    </message>
    <message>
        <source>A card for each machine</source>
        <translation>Eine Karte je Maschine</translation>
    </message>
    <message>
        <source>Topology</source>
        <translation>Topologie</translation>
    </message>
    <message>
        <source>A %1 cannot be pinned. Deployments and stateful sets can.</source>
        <translation>%1 kann nicht angeheftet werden. Deployments und StatefulSets können es.</translation>
    </message>
    <message>
        <source>A pod of no workload stays where it is. Pods of deployments and stateful sets can be pinned.</source>
        <translation>Ein Pod ohne Workload bleibt, wo er ist. Pods von Deployments und StatefulSets können angeheftet werden.</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n Pod</numerusform>
            <numerusform>%n Pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n Node</numerusform>
            <numerusform>%n Nodes</numerusform>
        </translation>
    </message>
    <message>
        <source>, in %1, the only namespace you may list</source>
        <translation>, in %1, dem einzigen Namespace, den Sie auflisten dürfen</translation>
    </message>
    <message>
        <source>, filtered</source>
        <translation>, gefiltert</translation>
    </message>
    <message>
        <source>Filters and grouping</source>
        <translation>Filter und Gruppierung</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>silent since %1</source>
        <translation>stumm seit %1</translation>
    </message>
    <message>
        <source>Sphere of machines. Arrow keys turn it, Tab goes from machine to machine, J and K from pod to pod, Enter opens.</source>
        <translation>Sphäre der Maschinen. Pfeiltasten drehen sie, Tab geht von Maschine zu Maschine, J und K von Pod zu Pod, Eingabe öffnet.</translation>
    </message>
    <message>
        <source>Map of what refers to what. Arrow keys go from card to card, Enter opens, F shows all of it.</source>
        <translation>Karte der Verweise. Pfeiltasten gehen von Karte zu Karte, Eingabe öffnet, F zeigt alles.</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>Näher</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Reading the cluster</source>
        <translation>Der Cluster wird gelesen</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>No nodes yet</source>
        <translation>Noch keine Nodes</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>Die Karte wird gezeichnet</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Nothing runs here</source>
        <translation>Hier läuft nichts</translation>
    </message>
    <message>
        <source>A node appears here as soon as it joins.
On this machine: armillaryctl up</source>
        <translation>Ein Node erscheint hier, sobald er beitritt.
Auf dieser Maschine: armillaryctl up</translation>
    </message>
    <message>
        <source>No workload fits the filter, and nothing that belongs to one.</source>
        <translation>Kein Workload passt zum Filter, und nichts, was zu einem gehört.</translation>
    </message>
    <message>
        <source>No workload, service or ingress in the chosen namespaces.</source>
        <translation>Kein Workload, Service oder Ingress in den gewählten Namespaces.</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>%1 with problems  ·  </source>
        <translation>%1 mit Problemen  ·  </translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>%1 gezeigt</translation>
    </message>
    <message>
        <source>  ·  %1 more not shown: filter, or choose namespaces</source>
        <translation>  ·  %1 weitere nicht gezeigt: Filtern Sie, oder wählen Sie Namespaces</translation>
    </message>
    <message>
        <source>Arcs: processors left, memory right, as requested  ·  Drag turns, wheel zooms</source>
        <translation>Bögen: links CPU, rechts Speicher, wie angefordert  ·  Ziehen dreht, Mausrad zoomt</translation>
    </message>
    <message>
        <source>Drag moves, wheel zooms, handles scale</source>
        <translation>Ziehen verschiebt, Mausrad zoomt, Griffe skalieren</translation>
    </message>
    <message numerus="yes">
        <source>%n more cards not shown</source>
        <translation>
            <numerusform>%n weitere Karte nicht gezeigt</numerusform>
            <numerusform>%n weitere Karten nicht gezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Drag a pod to another machine to pin its workload there</source>
        <translation>Ziehen Sie einen Pod auf eine andere Maschine, um seinen Workload dort anzuheften</translation>
    </message>
</context>
<context>
    <name>TransferRow</name>
    <message>
        <source>Uploading</source>
        <translation>Wird hochgeladen</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Uploaded</source>
        <translation>Hochgeladen</translation>
    </message>
    <message>
        <source>Downloaded</source>
        <translation>Heruntergeladen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>%1 abbrechen</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>The cluster is running</source>
        <translation>Der Cluster läuft</translation>
    </message>
    <message>
        <source>The cluster is starting</source>
        <translation>Der Cluster startet</translation>
    </message>
    <message>
        <source>The cluster is stopping</source>
        <translation>Der Cluster wird gestoppt</translation>
    </message>
    <message>
        <source>The cluster is not running</source>
        <translation>Der Cluster läuft nicht</translation>
    </message>
    <message>
        <source>Armillary: %1</source>
        <translation>Armillary: %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Stop the cluster and quit</source>
        <translation>Cluster stoppen und beenden</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>Unlock %1</source>
        <translation>%1 entsperren</translation>
    </message>
    <message>
        <source>This context is production. For 15 minutes the window will be able to change it. Type its name to go on.</source>
        <translation>Dieser Kontext ist Produktion. Das Fenster wird ihn 15 Minuten lang ändern können. Geben Sie seinen Namen ein, um fortzufahren.</translation>
    </message>
    <message>
        <source>The context&apos;s name</source>
        <translation>Name des Kontexts</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
</context>
<context>
    <name>UsagePanel</name>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>┄ requested</source>
        <translation>┄ angefordert</translation>
    </message>
    <message>
        <source>─ limit</source>
        <translation>─ Grenze</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Asking for the first measures…</source>
        <translation>Die ersten Messwerte werden abgefragt…</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>It is being rendered.</source>
        <translation>Es wird gerendert.</translation>
    </message>
    <message>
        <source>This is what the files come to. What is changed here is written where it belongs.</source>
        <translation>Dies ergeben die Dateien. Was hier geändert wird, wird dorthin geschrieben, wo es hingehört.</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Zu %1 gehen</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>The files, or what a kustomization or chart comes to</source>
        <translation>Die Dateien, oder was eine Kustomization oder ein Chart ergibt</translation>
    </message>
</context>
<context>
    <name>ViewSwitch</name>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Your cluster is being stopped</source>
        <translation>Ihr Cluster wird gestoppt</translation>
    </message>
    <message>
        <source>The cluster is not up yet</source>
        <translation>Der Cluster steht noch nicht</translation>
    </message>
    <message>
        <source>Your cluster is on its way</source>
        <translation>Ihr Cluster ist unterwegs</translation>
    </message>
    <message>
        <source>Your cluster is not running</source>
        <translation>Ihr Cluster läuft nicht</translation>
    </message>
    <message>
        <source>Kubernetes on this machine</source>
        <translation>Kubernetes auf dieser Maschine</translation>
    </message>
    <message>
        <source>It is where you left it, in %1. Starting it takes a few seconds.</source>
        <translation>Er ist, wo Sie ihn gelassen haben, in %1. Das Starten dauert ein paar Sekunden.</translation>
    </message>
    <message>
        <source>A whole cluster of your own: control plane, this machine as its node, containers, network and DNS. kubectl, Helm and everything else that speaks Kubernetes works with it as it is.</source>
        <translation>Ein ganzer eigener Cluster: Steuerungsebene, diese Maschine als Node, Container, Netzwerk und DNS. kubectl, Helm und alles andere, was Kubernetes spricht, arbeitet unverändert damit.</translation>
    </message>
</context>
<context>
    <name>WelcomeChoices</name>
    <message>
        <source>Start the cluster</source>
        <translation>Cluster starten</translation>
    </message>
    <message>
        <source>Create the cluster</source>
        <translation>Cluster erstellen</translation>
    </message>
    <message>
        <source>Run containers on this machine</source>
        <translation>Container auf dieser Maschine betreiben</translation>
    </message>
    <message>
        <source>You will be asked for your password once</source>
        <translation>Sie werden einmal nach Ihrem Passwort gefragt</translation>
    </message>
    <message>
        <source>One program runs as root, through sudo</source>
        <translation>Ein Programm läuft als root, über sudo</translation>
    </message>
    <message>
        <source>One program has to be run as root by you</source>
        <translation>Ein Programm müssen Sie selbst als root starten</translation>
    </message>
    <message>
        <source>The node agent starts containers and sets up their network, which only root may do: it makes a network bridge, rules in nftables tables of its own, cgroups and mounts, and nothing else. This window and the control plane run as you.</source>
        <translation>Der Node-Agent startet Container und richtet ihr Netzwerk ein, was nur root darf: Er legt eine Netzwerkbrücke, Regeln in eigenen nftables-Tabellen, cgroups und Mounts an, sonst nichts. Dieses Fenster und die Steuerungsebene laufen unter Ihrem Konto.</translation>
    </message>
    <message>
        <source>Everything about it goes into %1.</source>
        <translation>Alles, was ihn betrifft, kommt nach %1.</translation>
    </message>
    <message>
        <source>Or</source>
        <translation>Oder</translation>
    </message>
    <message>
        <source>Try it with simulated machines</source>
        <translation>Mit simulierten Maschinen ausprobieren</translation>
    </message>
    <message>
        <source>Open a kubeconfig…</source>
        <translation>kubeconfig öffnen…</translation>
    </message>
    <message>
        <source>Open a kubeconfig</source>
        <translation>kubeconfig öffnen</translation>
    </message>
    <message>
        <source>%1 is no kubeconfig, or all of its contexts are known already.</source>
        <translation>%1 ist keine kubeconfig, oder alle ihre Kontexte sind schon bekannt.</translation>
    </message>
</context>
<context>
    <name>WhyPage</name>
    <message>
        <source>Causes, the likeliest first</source>
        <translation>Ursachen, die wahrscheinlichste zuerst</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>Nächster Schritt:</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Looking for the cause</source>
        <translation>Die Ursache wird gesucht</translation>
    </message>
    <message>
        <source>Reading events, logs and what it refers to</source>
        <translation>Ereignisse, Logs und Verwiesenes werden gelesen</translation>
    </message>
</context>
<context>
    <name>WorkloadsPage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation>Deployments</translation>
    </message>
    <message>
        <source>Stateful sets</source>
        <translation>StatefulSets</translation>
    </message>
    <message>
        <source>Daemon sets</source>
        <translation>DaemonSets</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>Workloads</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source>%1 in %2, the only namespace you may list</source>
        <translation>%1 in %2, dem einzigen Namespace, den Sie auflisten dürfen</translation>
    </message>
    <message>
        <source>%1 in the cluster</source>
        <translation>%1 im Cluster</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%1 von %2 gezeigt</translation>
    </message>
    <message>
        <source>Filter by name, image, status</source>
        <translation>Nach Name, Image, Status filtern</translation>
    </message>
    <message numerus="yes">
        <source>Workloads: %n rows</source>
        <translation>
            <numerusform>Workloads: %n Zeile</numerusform>
            <numerusform>Workloads: %n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the cluster</source>
        <translation>Der Cluster wird gelesen</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Nothing runs yet</source>
        <translation>Noch läuft nichts</translation>
    </message>
    <message>
        <source>No workload has these words. Clear the filter to see all.</source>
        <translation>Kein Workload hat diese Wörter. Leeren Sie den Filter, um alle zu sehen.</translation>
    </message>
    <message>
        <source>Try: kubectl create deployment hello --image=armillary.dev/sample-web:1</source>
        <translation>Versuchen Sie: kubectl create deployment hello --image=armillary.dev/sample-web:1</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>YamlArea</name>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>YamlPage</name>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>managedFields</source>
        <translation>managedFields</translation>
    </message>
    <message>
        <source>Hide the values</source>
        <translation>Werte verbergen</translation>
    </message>
    <message>
        <source>Show the values</source>
        <translation>Werte zeigen</translation>
    </message>
    <message>
        <source>Copy the YAML</source>
        <translation>YAML kopieren</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>YamlPane</name>
    <message>
        <source>Text of what is edited</source>
        <translation>Text des Bearbeiteten</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Reads as YAML</source>
        <translation>Lesbar als YAML</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>Zeile %1 von %2</translation>
    </message>
    <message>
        <source>No file is open</source>
        <translation>Keine Datei ist geöffnet</translation>
    </message>
    <message>
        <source>What is added to the canvas is written here.</source>
        <translation>Was der Zeichenfläche hinzugefügt wird, wird hier geschrieben.</translation>
    </message>
</context>
<context>
    <name>YamlView</name>
    <message>
        <source>YAML of %1</source>
        <translation>YAML von %1</translation>
    </message>
    <message>
        <source>● not saved</source>
        <translation>● nicht gespeichert</translation>
    </message>
    <message>
        <source>Hide the values</source>
        <translation>Werte verbergen</translation>
    </message>
    <message>
        <source>Show the values</source>
        <translation>Werte zeigen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Back to what the cluster has</source>
        <translation>Zurück zum Stand des Clusters</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>It does not exist any more. The text stays here, to be copied.</source>
        <translation>Das gibt es nicht mehr. Der Text bleibt hier und kann kopiert werden.</translation>
    </message>
    <message>
        <source>Changed in the cluster meanwhile.</source>
        <translation>Im Cluster inzwischen geändert.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Reading it</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Reads as YAML</source>
        <translation>Lesbar als YAML</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>Zeile %1 von %2</translation>
    </message>
    <message>
        <source>Save %1 %2</source>
        <translation>%1 %2 speichern</translation>
    </message>
    <message>
        <source>With what others have changed meanwhile, which stays.</source>
        <translation>Mit dem, was andere inzwischen geändert haben; das bleibt.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Changed in the cluster meanwhile</source>
        <translation>Im Cluster inzwischen geändert</translation>
    </message>
</context>
<context>
    <name>armillary::app::Applying</name>
    <message>
        <source>The cluster has all of this already.</source>
        <translation>Der Cluster hat all das schon.</translation>
    </message>
    <message>
        <source>%1 to create, %2 to change, %3 as they are</source>
        <translation>%1 zu erzeugen, %2 zu ändern, %3 unverändert</translation>
    </message>
    <message>
        <source>%1 applied, %2 not</source>
        <translation>%1 angewendet, %2 nicht</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 3 MiB.</source>
        <translation>%1 ist größer als 3 MiB.</translation>
    </message>
    <message>
        <source>%1 is no text in UTF-8.</source>
        <translation>%1 ist kein Text in UTF-8.</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects would be refused. Nothing is applied before that is put right.</source>
        <translation>
            <numerusform>%n Objekt würde abgelehnt. Vorher wird nichts angewendet.</numerusform>
            <numerusform>%n Objekte würden abgelehnt. Vorher wird nichts angewendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Apply %n objects</source>
        <translation>
            <numerusform>%n Objekt anwenden</numerusform>
            <numerusform>%n Objekte anwenden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects applied</source>
        <translation>
            <numerusform>%n Objekt angewendet</numerusform>
            <numerusform>%n Objekte angewendet</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n workloads are ready</source>
        <translation>
            <numerusform>%n Workload ist bereit</numerusform>
            <numerusform>%n Workloads sind bereit</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 workloads are ready, %3 in trouble</source>
        <translation>%1 von %2 Workloads bereit, %3 gestört</translation>
    </message>
    <message>
        <source>%1 of %2 workloads are ready</source>
        <translation>%1 von %2 Workloads bereit</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
</context>
<context>
    <name>armillary::app::BranchCommit</name>
    <message>
        <source>This is in no folder yet.</source>
        <translation>Dies ist noch in keinem Ordner.</translation>
    </message>
    <message>
        <source>Save it into a git repository first.</source>
        <translation>Speichern Sie es zuerst in einem Git-Repository.</translation>
    </message>
    <message>
        <source>What has no file yet is not in it: save it first.</source>
        <translation>Was noch keine Datei hat, ist nicht dabei: erst speichern.</translation>
    </message>
    <message>
        <source>The files are what the repository has: there is nothing to commit.</source>
        <translation>Die Dateien sind, was das Repository hat: Es gibt nichts zu committen.</translation>
    </message>
    <message>
        <source>Edit manifests</source>
        <translation>Manifeste bearbeiten</translation>
    </message>
    <message numerus="yes">
        <source>Edit %n objects</source>
        <translation>
            <numerusform>%n Objekt bearbeiten</numerusform>
            <numerusform>%n Objekte bearbeiten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is checked out, and what is checked out stays as it is: name another branch.</source>
        <translation>%1 ist ausgecheckt, und Ausgechecktes bleibt, wie es ist: Nennen Sie einen anderen Branch.</translation>
    </message>
    <message>
        <source>%1 is there already: it gets one more commit.</source>
        <translation>%1 gibt es bereits: Er bekommt einen weiteren Commit.</translation>
    </message>
    <message>
        <source>A new branch on top of what is checked out.</source>
        <translation>Ein neuer Branch auf dem Ausgecheckten.</translation>
    </message>
    <message>
        <source>A new branch on top of %1.</source>
        <translation>Ein neuer Branch auf %1.</translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasConnector</name>
    <message>
        <source>Connect %1 and %2</source>
        <translation>%1 und %2 verbinden</translation>
    </message>
    <message>
        <source>An object that cannot be read cannot be connected.</source>
        <translation>Ein Objekt, das nicht lesbar ist, kann nicht verbunden werden.</translation>
    </message>
    <message>
        <source>Connect %1 to %2</source>
        <translation>%1 mit %2 verbinden</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Folder in the container</source>
        <translation>Ordner im Container</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Prefix of the names</source>
        <translation>Präfix der Namen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasModel</name>
    <message>
        <source>That is more than 16 MB: open it as a file.</source>
        <translation>Das sind mehr als 16 MB: Öffnen Sie es als Datei.</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message numerus="yes">
        <source>Duplicate %n objects</source>
        <translation>
            <numerusform>%n Objekt duplizieren</numerusform>
            <numerusform>%n Objekte duplizieren</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to paste.</source>
        <translation>Es gibt nichts einzufügen.</translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasView</name>
    <message>
        <source>Not in this project</source>
        <translation>Nicht in diesem Projekt</translation>
    </message>
    <message>
        <source>Not in this project, but in the cluster</source>
        <translation>Nicht in diesem Projekt, aber im Cluster</translation>
    </message>
    <message>
        <source>Missing: neither in this project nor in the cluster</source>
        <translation>Fehlt: weder in diesem Projekt noch im Cluster</translation>
    </message>
    <message>
        <source>Not in the cluster yet</source>
        <translation>Noch nicht im Cluster</translation>
    </message>
    <message>
        <source>The cluster has another %1</source>
        <translation>Im Cluster ist %1 anders</translation>
    </message>
    <message>
        <source>In the cluster</source>
        <translation>Im Cluster</translation>
    </message>
    <message numerus="yes">
        <source>%n pods in the cluster</source>
        <translation>
            <numerusform>%n Pod im Cluster</numerusform>
            <numerusform>%n Pods im Cluster</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Disconnect %1 from %2</source>
        <translation>%1 von %2 trennen</translation>
    </message>
    <message>
        <source>Whole cluster</source>
        <translation>Ganzer Cluster</translation>
    </message>
    <message>
        <source>Namespace %1</source>
        <translation>Namespace %1</translation>
    </message>
    <message>
        <source>An object is not connected to itself.</source>
        <translation>Ein Objekt wird nicht mit sich selbst verbunden.</translation>
    </message>
    <message>
        <source>%1 is not in this project.</source>
        <translation>%1 ist nicht in diesem Projekt.</translation>
    </message>
    <message>
        <source>An object that cannot be read cannot be connected.</source>
        <translation>Ein Objekt, das nicht lesbar ist, kann nicht verbunden werden.</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>%1 verbinden</translation>
    </message>
    <message>
        <source>Connect %1 and %2</source>
        <translation>%1 und %2 verbinden</translation>
    </message>
    <message>
        <source>Cannot be connected</source>
        <translation>Nicht verbindbar</translation>
    </message>
    <message>
        <source>Let go over a card, or over an empty place for something new</source>
        <translation>Über einer Karte loslassen, oder für etwas Neues über einer leeren Stelle</translation>
    </message>
    <message>
        <source>Drag to what it is to be connected to</source>
        <translation>Dorthin ziehen, womit es verbunden werden soll</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pods ready</source>
        <translation>
            <numerusform>%1 von %n Pod bereit</numerusform>
            <numerusform>%1 von %n Pods bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2: %3</source>
        <translation>Von %1 nach %2: %3</translation>
    </message>
</context>
<context>
    <name>armillary::app::ChangeList</name>
    <message numerus="yes">
        <source>%n applications do not change</source>
        <translation>
            <numerusform>%n Anwendung ändert sich nicht</numerusform>
            <numerusform>%n Anwendungen ändern sich nicht</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::ClusterChecks</name>
    <message>
        <source>The server refuses it.</source>
        <translation>Der Server lehnt es ab.</translation>
    </message>
    <message>
        <source>The server refuses it: %1</source>
        <translation>Der Server lehnt es ab: %1</translation>
    </message>
</context>
<context>
    <name>armillary::app::CommandPalette</name>
    <message>
        <source>namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::DocumentText</name>
    <message>
        <source>Type</source>
        <translation>Text eingeben</translation>
    </message>
    <message>
        <source>Delete text</source>
        <translation>Text löschen</translation>
    </message>
</context>
<context>
    <name>armillary::app::Download</name>
    <message>
        <source>What the container sent is not an archive.</source>
        <translation>Was der Container gesendet hat, ist kein Archiv.</translation>
    </message>
    <message>
        <source>A name in what the container sent is longer than any name may be.</source>
        <translation>Ein Name in dem, was der Container gesendet hat, ist länger, als Namen sein dürfen.</translation>
    </message>
    <message>
        <source>These are more files than are fetched at once.</source>
        <translation>Das sind mehr Dateien, als auf einmal geholt werden.</translation>
    </message>
    <message>
        <source>The folders lie too deep in one another: %1</source>
        <translation>Die Ordner liegen zu tief ineinander: %1</translation>
    </message>
    <message>
        <source>There is not enough space on this machine.</source>
        <translation>Auf dieser Maschine ist nicht genug Platz.</translation>
    </message>
    <message>
        <source>The container stopped sending in the middle of %1.</source>
        <translation>Der Container hörte mitten in %1 auf zu senden.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>What could be read has come.</source>
        <translation>Was gelesen werden konnte, ist angekommen.</translation>
    </message>
    <message numerus="yes">
        <source>%n left out: links that lead elsewhere, devices, or names that may not be</source>
        <translation>
            <numerusform>%n ausgelassen: Links, die woanders hinführen, Geräte oder unzulässige Namen</numerusform>
            <numerusform>%n ausgelassen: Links, die woanders hinführen, Geräte oder unzulässige Namen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Drain</name>
    <message>
        <source>The context has been locked. Unlock it to go on.</source>
        <translation>Der Kontext wurde gesperrt. Entsperren Sie ihn, um fortzufahren.</translation>
    </message>
    <message>
        <source>It is ending.</source>
        <translation>Er endet gerade.</translation>
    </message>
    <message>
        <source>Cordon %1</source>
        <translation>%1 absperren</translation>
    </message>
    <message>
        <source>It could not be cordoned: %1</source>
        <translation>Konnte nicht abgesperrt werden: %1</translation>
    </message>
    <message>
        <source>Cancelled. %1 stays cordoned.</source>
        <translation>Abgebrochen. %1 bleibt abgesperrt.</translation>
    </message>
    <message>
        <source>Uncordon Node %1</source>
        <translation>Absperrung von Node %1 aufheben</translation>
    </message>
    <message>
        <source>Cordon Node %1</source>
        <translation>Node %1 absperren</translation>
    </message>
    <message>
        <source>Evict Pod %1</source>
        <translation>Pod %1 verdrängen</translation>
    </message>
    <message numerus="yes">
        <source>%n of its pods could not be evicted. Their lines say why; try again when it is settled.</source>
        <translation>
            <numerusform>%n seiner Pods konnte nicht verdrängt werden. Seine Zeile sagt, warum; versuchen Sie es erneut, wenn es geklärt ist.</numerusform>
            <numerusform>%n seiner Pods konnten nicht verdrängt werden. Ihre Zeilen sagen, warum; versuchen Sie es erneut, wenn es geklärt ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>A pod has come that is in the way.</source>
        <translation>Ein Pod ist gekommen, der im Weg ist.</translation>
    </message>
    <message numerus="yes">
        <source>Drained %1: %n pods have gone.</source>
        <translation>
            <numerusform>%1 geleert: %n Pod ist weg.</numerusform>
            <numerusform>%1 geleert: %n Pods sind weg.</numerusform>
        </translation>
    </message>
    <message>
        <source>Draining %1 has stopped with %2 of %3 pods gone. %4</source>
        <translation>Das Leeren von %1 wurde angehalten, %2 von %3 Pods sind weg. %4</translation>
    </message>
    <message>
        <source>Draining %1: %2 of %3 pods gone</source>
        <translation>%1 wird geleert: %2 von %3 Pods weg</translation>
    </message>
    <message>
        <source>%1, %2 held by a disruption budget</source>
        <translation>%1, %2 durch ein Disruption Budget gehalten</translation>
    </message>
</context>
<context>
    <name>armillary::app::EditorDocument</name>
    <message>
        <source>Only files and folders of this machine can be opened.</source>
        <translation>Nur Dateien und Ordner dieser Maschine können geöffnet werden.</translation>
    </message>
    <message>
        <source>Join what was changed on disk</source>
        <translation>Änderungen auf der Platte zusammenführen</translation>
    </message>
    <message>
        <source>Changed on disk</source>
        <translation>Auf der Platte geändert</translation>
    </message>
    <message>
        <source>Bring back what was not saved</source>
        <translation>Nicht Gespeichertes wiederherstellen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>%1 in %2 umbenennen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n objects</source>
        <translation>
            <numerusform>%n Objekt entfernen</numerusform>
            <numerusform>%n Objekte entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>Take %1 from the cluster</source>
        <translation>%1 aus dem Cluster übernehmen</translation>
    </message>
    <message>
        <source>The cluster does not know the kind %1.</source>
        <translation>Der Cluster kennt die Art %1 nicht.</translation>
    </message>
    <message>
        <source>The cluster makes each %1 by itself; there is nothing to edit.</source>
        <translation>Der Cluster erzeugt jedes %1 von selbst; es gibt nichts zu bearbeiten.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n objects can be taken at once.</source>
        <translation>
            <numerusform>Höchstens %n Objekt kann auf einmal übernommen werden.</numerusform>
            <numerusform>Höchstens %n Objekte können auf einmal übernommen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is here already.</source>
        <translation>%1 ist bereits hier.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are here already.</source>
        <translation>
            <numerusform>%n davon ist bereits hier.</numerusform>
            <numerusform>%n davon sind bereits hier.</numerusform>
        </translation>
    </message>
    <message>
        <source>What %1 keeps secret stands in the text now. Who can read the file can read it.</source>
        <translation>Was %1 geheim hält, steht jetzt im Text. Wer die Datei lesen kann, kann es lesen.</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>These files are open already.</source>
        <translation>Diese Dateien sind bereits offen.</translation>
    </message>
    <message numerus="yes">
        <source>%n files are open as well now.</source>
        <translation>
            <numerusform>%n Datei ist jetzt ebenfalls offen.</numerusform>
            <numerusform>%n Dateien sind jetzt ebenfalls offen.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is what other files come to. Its fields are changed in the form; all else is changed in the files.</source>
        <translation>Dies ergeben andere Dateien. Seine Felder werden im Formular geändert, alles Übrige in den Dateien.</translation>
    </message>
</context>
<context>
    <name>armillary::app::EffectTexts</name>
    <message>
        <source>must be made again</source>
        <translation>neu zu erzeugen</translation>
    </message>
    <message>
        <source>version is gone</source>
        <translation>Version entfallen</translation>
    </message>
    <message>
        <source>not admitted</source>
        <translation>nicht zugelassen</translation>
    </message>
    <message>
        <source>over the quota</source>
        <translation>Quota überschritten</translation>
    </message>
    <message>
        <source>no room</source>
        <translation>kein Platz</translation>
    </message>
    <message>
        <source>deletes</source>
        <translation>löscht</translation>
    </message>
    <message>
        <source>all pods at once</source>
        <translation>alle Pods auf einmal</translation>
    </message>
    <message>
        <source>traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>restart</source>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>rolls pods</source>
        <translation>ersetzt Pods</translation>
    </message>
    <message>
        <source>number of pods</source>
        <translation>Anzahl der Pods</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>no restart</source>
        <translation>kein Neustart</translation>
    </message>
    <message>
        <source>stops drains</source>
        <translation>verhindert Leeren</translation>
    </message>
</context>
<context>
    <name>armillary::app::EngineTexts</name>
    <message>
        <source>a listener&apos;s certificate</source>
        <translation>das Zertifikat eines Listeners</translation>
    </message>
    <message>
        <source>all keys as environment variables</source>
        <translation>alle Schlüssel als Umgebungsvariablen</translation>
    </message>
    <message>
        <source>all keys as files</source>
        <translation>alle Schlüssel als Dateien</translation>
    </message>
    <message>
        <source>all that no rule is for</source>
        <translation>alles, wofür es keine Regel gibt</translation>
    </message>
    <message>
        <source>as a directory</source>
        <translation>als Verzeichnis</translation>
    </message>
    <message>
        <source>be about these pods</source>
        <translation>für diese Pods gelten</translation>
    </message>
    <message>
        <source>begin with a copy of it</source>
        <translation>mit einer Kopie davon beginnen</translation>
    </message>
    <message>
        <source>begin with what it says</source>
        <translation>mit dem beginnen, was es sagt</translation>
    </message>
    <message>
        <source>files together with those of other sources</source>
        <translation>Dateien zusammen mit denen anderer Quellen</translation>
    </message>
    <message>
        <source>for this claim alone</source>
        <translation>nur für diesen Claim</translation>
    </message>
    <message>
        <source>how many pods there are</source>
        <translation>wie viele Pods es gibt</translation>
    </message>
    <message>
        <source>how much its pods matter</source>
        <translation>wie wichtig seine Pods sind</translation>
    </message>
    <message>
        <source>its claims are made from a template, and named after it</source>
        <translation>seine Claims entstehen aus einer Vorlage und heißen nach ihm</translation>
    </message>
    <message>
        <source>keep enough of these pods running</source>
        <translation>genug dieser Pods am Laufen halten</translation>
    </message>
    <message>
        <source>let them be reached</source>
        <translation>sie erreichen lassen</translation>
    </message>
    <message>
        <source>let them come in</source>
        <translation>sie hereinlassen</translation>
    </message>
    <message>
        <source>one key as an environment variable</source>
        <translation>ein Schlüssel als Umgebungsvariable</translation>
    </message>
    <message>
        <source>run on this node alone</source>
        <translation>nur auf diesem Knoten laufen</translation>
    </message>
    <message>
        <source>run on this node, whatever the scheduler says</source>
        <translation>auf diesem Knoten laufen, was der Scheduler auch sagt</translation>
    </message>
    <message>
        <source>send its traffic to these pods</source>
        <translation>seinen Verkehr an diese Pods leiten</translation>
    </message>
    <message>
        <source>the account that its pods run as</source>
        <translation>das Konto, unter dem seine Pods laufen</translation>
    </message>
    <message>
        <source>the certificate for its hosts</source>
        <translation>das Zertifikat für seine Hosts</translation>
    </message>
    <message>
        <source>the claim is made together with the pod, and named after it</source>
        <translation>der Claim entsteht mit dem Pod und heißt nach ihm</translation>
    </message>
    <message>
        <source>the class of the volume that it gets</source>
        <translation>die Klasse des Volumes, das er bekommt</translation>
    </message>
    <message>
        <source>the class of the volumes that its claims get</source>
        <translation>die Klasse der Volumes, die seine Claims bekommen</translation>
    </message>
    <message>
        <source>the class that it is of</source>
        <translation>die Klasse, zu der es gehört</translation>
    </message>
    <message>
        <source>the service that gives its pods their names</source>
        <translation>der Service, der seinen Pods ihre Namen gibt</translation>
    </message>
    <message>
        <source>this very volume</source>
        <translation>genau dieses Volume</translation>
    </message>
    <message>
        <source>what a driver&apos;s volume is opened with</source>
        <translation>womit das Volume eines Treibers geöffnet wird</translation>
    </message>
    <message>
        <source>what a volume is opened with</source>
        <translation>womit ein Volume geöffnet wird</translation>
    </message>
    <message>
        <source>what an Azure file share is opened with</source>
        <translation>womit eine Azure-Dateifreigabe geöffnet wird</translation>
    </message>
    <message>
        <source>what images of its pods are pulled with</source>
        <translation>womit Images seiner Pods geladen werden</translation>
    </message>
    <message>
        <source>what is asked of a host, below a path</source>
        <translation>was unterhalb eines Pfads von einem Host verlangt wird</translation>
    </message>
    <message>
        <source>what it allows</source>
        <translation>was es erlaubt</translation>
    </message>
    <message>
        <source>what it is set up with</source>
        <translation>womit es eingerichtet wird</translation>
    </message>
    <message>
        <source>what its images are pulled with</source>
        <translation>womit seine Images geladen werden</translation>
    </message>
    <message>
        <source>what its pods may mount</source>
        <translation>was seine Pods einbinden dürfen</translation>
    </message>
    <message>
        <source>what runs its containers</source>
        <translation>was seine Container ausführt</translation>
    </message>
    <message>
        <source>where a copy of a rule&apos;s traffic goes</source>
        <translation>wohin eine Kopie des Verkehrs einer Regel geht</translation>
    </message>
    <message>
        <source>where a rule sends its traffic</source>
        <translation>wohin eine Regel ihren Verkehr leitet</translation>
    </message>
    <message>
        <source>where its traffic comes in</source>
        <translation>wo sein Verkehr hereinkommt</translation>
    </message>
    <message>
        <source>who converts between its versions</source>
        <translation>wer zwischen seinen Versionen umwandelt</translation>
    </message>
    <message>
        <source>who is asked</source>
        <translation>wer gefragt wird</translation>
    </message>
    <message>
        <source>who owns an object is written by what made it, and by nobody else</source>
        <translation>wem ein Objekt gehört, schreibt, wer es erzeugt hat, und sonst niemand</translation>
    </message>
    <message>
        <source>who serves it</source>
        <translation>wer es bereitstellt</translation>
    </message>
    <message>
        <source>whom it allows something</source>
        <translation>wem es etwas erlaubt</translation>
    </message>
    <message>
        <source>nothing refers to itself</source>
        <translation>nichts verweist auf sich selbst</translation>
    </message>
    <message>
        <source>it is no longer there</source>
        <translation>es ist nicht mehr da</translation>
    </message>
    <message>
        <source>its fields cannot be read: mend them first</source>
        <translation>seine Felder sind nicht lesbar: erst beheben</translation>
    </message>
    <message>
        <source>the file is shorter than that</source>
        <translation>die Datei ist kürzer</translation>
    </message>
    <message>
        <source>a JSON file holds one object: put it into another file</source>
        <translation>eine JSON-Datei enthält ein Objekt: in eine andere Datei damit</translation>
    </message>
    <message>
        <source>the file has no such document</source>
        <translation>die Datei hat kein solches Dokument</translation>
    </message>
    <message>
        <source>the documents of the file would come to mean something else</source>
        <translation>die Dokumente der Datei würden etwas anderes bedeuten</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>es gibt keine solche Datei</translation>
    </message>
    <message>
        <source>a port is a number from 1 to 65535</source>
        <translation>ein Port ist eine Zahl von 1 bis 65535</translation>
    </message>
    <message>
        <source>a path begins with &apos;/&apos;</source>
        <translation>ein Pfad beginnt mit &apos;/&apos;</translation>
    </message>
    <message>
        <source>the path to mount at begins with &apos;/&apos; and has no &apos;:&apos;</source>
        <translation>der Pfad zum Einbinden beginnt mit &apos;/&apos; und enthält kein &apos;:&apos;</translation>
    </message>
</context>
<context>
    <name>armillary::app::ExecStream</name>
    <message>
        <source>The connection to %1 was closed.</source>
        <translation>Die Verbindung zu %1 wurde geschlossen.</translation>
    </message>
    <message>
        <source>The connection was lost: %1</source>
        <translation>Die Verbindung ging verloren: %1</translation>
    </message>
</context>
<context>
    <name>armillary::app::FileBrowser</name>
    <message>
        <source>There is no pod %1.</source>
        <translation>Es gibt keinen Pod %1.</translation>
    </message>
    <message>
        <source>Adding a debug container.</source>
        <translation>Ein Debug-Container wird hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>armillary::app::FormModel</name>
    <message>
        <source>Something has to stand here.</source>
        <translation>Hier muss etwas stehen.</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>%1 setzen</translation>
    </message>
    <message>
        <source>It cannot be written so.</source>
        <translation>So kann es nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Pick %1</source>
        <translation>%1 wählen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Add an item to %1</source>
        <translation>Element zu %1 hinzufügen</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>%1 verschieben</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>%1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>Remove the namespace</source>
        <translation>Namespace entfernen</translation>
    </message>
    <message>
        <source>Set the namespace to %1</source>
        <translation>Namespace auf %1 setzen</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n Element</numerusform>
            <numerusform>%n Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>Common</source>
        <translation>Häufig</translation>
    </message>
    <message>
        <source>All fields</source>
        <translation>Alle Felder</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::Forward</name>
    <message>
        <source>Stopped: the context is locked again.</source>
        <translation>Gestoppt: Der Kontext ist wieder gesperrt.</translation>
    </message>
    <message>
        <source>The context is locked; unlock it first.</source>
        <translation>Der Kontext ist gesperrt; entsperren Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>Looking for a pod.</source>
        <translation>Ein Pod wird gesucht.</translation>
    </message>
    <message>
        <source>Port %1 may not be used; it is %2.</source>
        <translation>Port %1 darf nicht benutzt werden; es ist %2.</translation>
    </message>
    <message>
        <source>Port %1 is taken; it is %2.</source>
        <translation>Port %1 ist belegt; es ist %2.</translation>
    </message>
    <message>
        <source>Port %1 cannot be used; it is %2.</source>
        <translation>Port %1 kann nicht benutzt werden; es ist %2.</translation>
    </message>
    <message>
        <source>No local port can be opened: %1</source>
        <translation>Kein lokaler Port kann geöffnet werden: %1</translation>
    </message>
    <message>
        <source>It has no pods that could be forwarded to.</source>
        <translation>Es hat keine Pods, an die weitergeleitet werden könnte.</translation>
    </message>
    <message>
        <source>Its pod has gone; looking for another one.</source>
        <translation>Sein Pod ist weg; ein anderer wird gesucht.</translation>
    </message>
    <message>
        <source>No pod of it runs.</source>
        <translation>Keiner seiner Pods läuft.</translation>
    </message>
    <message>
        <source>%1 is not ready.</source>
        <translation>%1 ist nicht bereit.</translation>
    </message>
</context>
<context>
    <name>armillary::app::ForwardOffer</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::GitopsPreview</name>
    <message>
        <source>Working tree</source>
        <translation>Arbeitsverzeichnis</translation>
    </message>
    <message>
        <source>Pull request %1</source>
        <translation>Pull-Request %1</translation>
    </message>
    <message>
        <source>Nothing would change</source>
        <translation>Nichts würde sich ändern</translation>
    </message>
    <message>
        <source>Not all can be told</source>
        <translation>Nicht alles lässt sich sagen</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n applications change</source>
        <translation>
            <numerusform>%1 von %n Anwendung ändert sich</numerusform>
            <numerusform>%1 von %n Anwendungen ändern sich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects have to be deleted and made again.</source>
        <translation>
            <numerusform>%n Objekt muss gelöscht und neu erzeugt werden.</numerusform>
            <numerusform>%n Objekte müssen gelöscht und neu erzeugt werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects have a version that is gone.</source>
        <translation>
            <numerusform>%n Objekt hat eine Version, die es nicht mehr gibt.</numerusform>
            <numerusform>%n Objekte haben eine Version, die es nicht mehr gibt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pods of %n objects will not start.</source>
        <translation>
            <numerusform>Pods von %n Objekt werden nicht starten.</numerusform>
            <numerusform>Pods von %n Objekten werden nicht starten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ends all pods of %n workloads before new ones start.</source>
        <translation>
            <numerusform>Beendet alle Pods von %n Workload, bevor neue starten.</numerusform>
            <numerusform>Beendet alle Pods von %n Workloads, bevor neue starten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rolls %n workloads.</source>
        <translation>
            <numerusform>Rollt %n Workload neu aus.</numerusform>
            <numerusform>Rollt %n Workloads neu aus.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Takes a restart of pods for %n objects.</source>
        <translation>
            <numerusform>Erfordert für %n Objekt einen Neustart von Pods.</numerusform>
            <numerusform>Erfordert für %n Objekte einen Neustart von Pods.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Scales %n workloads.</source>
        <translation>
            <numerusform>Skaliert %n Workload.</numerusform>
            <numerusform>Skaliert %n Workloads.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes the traffic of %n objects.</source>
        <translation>
            <numerusform>Ändert den Verkehr von %n Objekt.</numerusform>
            <numerusform>Ändert den Verkehr von %n Objekten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes rights in %n objects.</source>
        <translation>
            <numerusform>Ändert Rechte in %n Objekt.</numerusform>
            <numerusform>Ändert Rechte in %n Objekten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removes %n objects.</source>
        <translation>
            <numerusform>Entfernt %n Objekt.</numerusform>
            <numerusform>Entfernt %n Objekte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adds %n objects.</source>
        <translation>
            <numerusform>Fügt %n Objekt hinzu.</numerusform>
            <numerusform>Fügt %n Objekte hinzu.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes %n objects.</source>
        <translation>
            <numerusform>Ändert %n Objekt.</numerusform>
            <numerusform>Ändert %n Objekte.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing would change in what was looked at</source>
        <translation>Im Angesehenen würde sich nichts ändern</translation>
    </message>
</context>
<context>
    <name>armillary::app::KeyMap</name>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>In a table</source>
        <translation>In einer Tabelle</translation>
    </message>
    <message>
        <source>Go to or do</source>
        <translation>Suchen oder ausführen</translation>
    </message>
    <message>
        <source>Go to a kind, as in k9s: :deploy, :ns shop</source>
        <translation>Zu einer Art gehen, wie in k9s: :deploy, :ns shop</translation>
    </message>
    <message>
        <source>Search: a page&apos;s own filter, or everything</source>
        <translation>Suchen: der Filter der Seite selbst, oder alles</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Where I was before, and here again</source>
        <translation>Wo ich vorher war, und wieder hierher</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Letzte Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>Show or hide the dock</source>
        <translation>Dock ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>Dunkel oder hell</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Close what is open</source>
        <translation>Schließen, was offen ist</translation>
    </message>
    <message>
        <source>↑ ↓  j k</source>
        <translation>↑ ↓  j k</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>g  G</source>
        <translation>g  G</translation>
    </message>
    <message>
        <source>First, last</source>
        <translation>Erste, letzte</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation>Strg+Leertaste</translation>
    </message>
    <message>
        <source>Select up to here</source>
        <translation>Bis hierher auswählen</translation>
    </message>
    <message>
        <source>Ctrl+A</source>
        <translation>Strg+A</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>Was getan werden kann</translation>
    </message>
    <message>
        <source>L  P</source>
        <translation>L  P</translation>
    </message>
    <message>
        <source>Logs, logs of the previous run</source>
        <translation>Logs, Logs des vorigen Laufs</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Y  E</source>
        <translation>Y  E</translation>
    </message>
    <message>
        <source>YAML, edit it</source>
        <translation>YAML, bearbeiten</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Shift+F</source>
        <translation>Umschalt+F</translation>
    </message>
    <message>
        <source>Forward a port</source>
        <translation>Port weiterleiten</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>Restart; drain a node</source>
        <translation>Neu starten; Node leeren</translation>
    </message>
    <message>
        <source>C  U</source>
        <translation>C  U</translation>
    </message>
    <message>
        <source>Cordon, uncordon a node</source>
        <translation>Node absperren, Absperrung aufheben</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Strg+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>New from YAML</source>
        <translation>Neu aus YAML</translation>
    </message>
    <message>
        <source>Shell of a pod or a node; scale a workload</source>
        <translation>Shell eines Pods oder Nodes; einen Workload skalieren</translation>
    </message>
    <message>
        <source>T</source>
        <translation>T</translation>
    </message>
    <message>
        <source>Files of a pod</source>
        <translation>Dateien eines Pods</translation>
    </message>
</context>
<context>
    <name>armillary::app::Languages</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
</context>
<context>
    <name>armillary::app::LineDiff</name>
    <message>
        <source>Both are the same.</source>
        <translation>Beide sind gleich.</translation>
    </message>
    <message>
        <source>This is too large to be compared line by line. The two are not the same.</source>
        <translation>Dies ist zu groß, um Zeile für Zeile verglichen zu werden. Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>The two differ so much that whole parts are shown as removed and added again.</source>
        <translation>Die beiden unterscheiden sich so sehr, dass ganze Teile als entfernt und wieder hinzugefügt gezeigt werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n unchanged lines</source>
        <translation>
            <numerusform>%n unveränderte Zeile</numerusform>
            <numerusform>%n unveränderte Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::LocalCluster</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Use a free port</source>
        <translation>Freien Port benutzen</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen…</translation>
    </message>
    <message>
        <source>Start only the control plane</source>
        <translation>Nur die Steuerungsebene starten</translation>
    </message>
    <message>
        <source>I have run it: go on</source>
        <translation>Erledigt: weiter</translation>
    </message>
    <message>
        <source>Stop what has been started</source>
        <translation>Gestartetes stoppen</translation>
    </message>
</context>
<context>
    <name>armillary::app::LogSource</name>
    <message>
        <source>%1 has no logs.</source>
        <translation>%1 hat keine Logs.</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2: %3</translation>
    </message>
</context>
<context>
    <name>armillary::app::MapView</name>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n Pod</numerusform>
            <numerusform>%n Pods</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 fehlerhaft</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 wartend</translation>
    </message>
    <message numerus="yes">
        <source>its %n pods</source>
        <translation>
            <numerusform>sein %n Pod</numerusform>
            <numerusform>seine %n Pods</numerusform>
        </translation>
    </message>
    <message>
        <source>What it names is not there</source>
        <translation>Was es nennt, gibt es nicht</translation>
    </message>
    <message>
        <source>Drag up or down to scale</source>
        <translation>Nach oben oder unten ziehen, um zu skalieren</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pods: %2</source>
        <translation>
            <numerusform>%1 von %n Pod: %2</numerusform>
            <numerusform>%1 von %n Pods: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2: %3</source>
        <translation>Von %1 nach %2: %3</translation>
    </message>
</context>
<context>
    <name>armillary::app::NodeShell</name>
    <message>
        <source>Remove the shell %1</source>
        <translation>Shell %1 entfernen</translation>
    </message>
    <message>
        <source>Open a shell on Node %1</source>
        <translation>Shell auf Node %1 öffnen</translation>
    </message>
</context>
<context>
    <name>armillary::app::ObjectActions</name>
    <message>
        <source>Not more than %1 objects at once.</source>
        <translation>Nicht mehr als %1 Objekte auf einmal.</translation>
    </message>
    <message>
        <source>%1 %2?</source>
        <translation>%2: %1?</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::PaletteModel</name>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Custom resources</source>
        <translation>Custom Resources</translation>
    </message>
    <message>
        <source>Web service with ingress</source>
        <translation>Webdienst mit Ingress</translation>
    </message>
    <message>
        <source>Deployment, service, ingress and its certificate</source>
        <translation>Deployment, Service, Ingress und sein Zertifikat</translation>
    </message>
    <message>
        <source>Worker with a queue</source>
        <translation>Worker mit Warteschlange</translation>
    </message>
    <message>
        <source>A deployment that takes from a Redis</source>
        <translation>Ein Deployment, das aus einem Redis nimmt</translation>
    </message>
    <message>
        <source>Database with backups</source>
        <translation>Datenbank mit Backups</translation>
    </message>
    <message>
        <source>PostgreSQL, its volume, and a job every night</source>
        <translation>PostgreSQL, sein Volume und ein Job jede Nacht</translation>
    </message>
    <message>
        <source>Job at given times</source>
        <translation>Job zu festen Zeiten</translation>
    </message>
    <message>
        <source>A cron job</source>
        <translation>Ein CronJob</translation>
    </message>
    <message>
        <source>Three tiers</source>
        <translation>Drei Schichten</translation>
    </message>
    <message>
        <source>Ingress, frontend, API and database</source>
        <translation>Ingress, Frontend, API und Datenbank</translation>
    </message>
    <message>
        <source>Pods that are all alike</source>
        <translation>Pods, die alle gleich sind</translation>
    </message>
    <message>
        <source>Pods that keep their volumes</source>
        <translation>Pods, die ihre Volumes behalten</translation>
    </message>
    <message>
        <source>A pod on every machine</source>
        <translation>Ein Pod auf jeder Maschine</translation>
    </message>
    <message>
        <source>Runs until it is done</source>
        <translation>Läuft, bis er fertig ist</translation>
    </message>
    <message>
        <source>Runs at given times</source>
        <translation>Läuft zu festen Zeiten</translation>
    </message>
    <message>
        <source>One by itself</source>
        <translation>Einer für sich allein</translation>
    </message>
    <message>
        <source>One address for many pods</source>
        <translation>Eine Adresse für viele Pods</translation>
    </message>
    <message>
        <source>Lets browsers in by a name</source>
        <translation>Lässt Browser unter einem Namen herein</translation>
    </message>
    <message>
        <source>Where traffic comes in</source>
        <translation>Wo Verkehr hereinkommt</translation>
    </message>
    <message>
        <source>Which requests go where</source>
        <translation>Welche Anfragen wohin gehen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Passwords, tokens, certificates</source>
        <translation>Passwörter, Tokens, Zertifikate</translation>
    </message>
    <message>
        <source>A volume that stays</source>
        <translation>Ein Volume, das bleibt</translation>
    </message>
    <message>
        <source>More pods when there is more to do</source>
        <translation>Mehr Pods, wenn mehr zu tun ist</translation>
    </message>
    <message>
        <source>Who may speak with whom</source>
        <translation>Wer mit wem sprechen darf</translation>
    </message>
    <message>
        <source>Who a program is to the cluster</source>
        <translation>Wer ein Programm für den Cluster ist</translation>
    </message>
    <message>
        <source>What may be done</source>
        <translation>Was getan werden darf</translation>
    </message>
    <message>
        <source>Who may do it</source>
        <translation>Wer es tun darf</translation>
    </message>
    <message>
        <source>How many pods have to stay</source>
        <translation>Wie viele Pods bleiben müssen</translation>
    </message>
    <message>
        <source>A room of its own</source>
        <translation>Ein eigener Raum</translation>
    </message>
</context>
<context>
    <name>armillary::app::ProblemList</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>Silence %1</source>
        <translation>%1 stummschalten</translation>
    </message>
    <message numerus="yes">
        <source>Fix %n problems</source>
        <translation>
            <numerusform>%n Problem beheben</numerusform>
            <numerusform>%n Probleme beheben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fixes could not be made there</source>
        <translation>
            <numerusform>%n Korrektur war dort nicht möglich</numerusform>
            <numerusform>%n Korrekturen waren dort nicht möglich</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::ReferenceList</name>
    <message>
        <source>Working tree</source>
        <translation>Arbeitsverzeichnis</translation>
    </message>
    <message>
        <source>What is not committed yet</source>
        <translation>Was noch nicht committet ist</translation>
    </message>
    <message>
        <source>As it is committed</source>
        <translation>Wie es committet ist</translation>
    </message>
</context>
<context>
    <name>armillary::app::RenderedView</name>
    <message>
        <source>%1 (Helm: %2)</source>
        <translation>%1 (Helm: %2)</translation>
    </message>
    <message>
        <source>%1 (Kustomize)</source>
        <translation>%1 (Kustomize)</translation>
    </message>
    <message>
        <source>It is not rendered yet.</source>
        <translation>Es ist noch nicht gerendert.</translation>
    </message>
    <message>
        <source>%1 is not in the folder that is open. Open the folder that holds both.</source>
        <translation>%1 ist nicht im geöffneten Ordner. Öffnen Sie den Ordner, der beides enthält.</translation>
    </message>
    <message>
        <source>%1 decides whether it is there</source>
        <translation>%1 entscheidet, ob es da ist</translation>
    </message>
    <message>
        <source>the template %1</source>
        <translation>die Vorlage %1</translation>
    </message>
    <message>
        <source>made by kustomize from %1</source>
        <translation>von kustomize aus %1 gemacht</translation>
    </message>
</context>
<context>
    <name>armillary::app::ResourceIndex</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>armillary::app::Scope</name>
    <message>
        <source>All namespaces</source>
        <translation>Alle Namespaces</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiterer</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::SphereView</name>
    <message>
        <source>Waiting for a machine: %1</source>
        <translation>Warten auf eine Maschine: %1</translation>
    </message>
    <message>
        <source>%1 of %2 pods</source>
        <translation>%1 von %2 Pods</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n Pod</numerusform>
            <numerusform>%n Pods</numerusform>
        </translation>
    </message>
    <message>
        <source>not ready, </source>
        <translation>nicht bereit, </translation>
    </message>
    <message>
        <source>cordoned, </source>
        <translation>abgesperrt, </translation>
    </message>
    <message>
        <source>Control plane</source>
        <translation>Steuerungsebene</translation>
    </message>
    <message>
        <source>Pin to %1</source>
        <translation>An %1 anheften</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n pods, %2 % of its processors and %3 % of its memory requested</source>
        <translation>
            <numerusform>%1: %n Pod, %2 % der CPU und %3 % des Speichers angefordert</numerusform>
            <numerusform>%1: %n Pods, %2 % der CPU und %3 % des Speichers angefordert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n machines on the far side</source>
        <translation>
            <numerusform>%n Maschine auf der Rückseite</numerusform>
            <numerusform>%n Maschinen auf der Rückseite</numerusform>
        </translation>
    </message>
    <message>
        <source>Click to turn to them</source>
        <translation>Klicken, um sich ihnen zuzuwenden</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Cordoned</source>
        <translation>Abgesperrt</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>Nicht bereit</translation>
    </message>
    <message>
        <source>Known by its pods alone</source>
        <translation>Nur durch ihre Pods bekannt</translation>
    </message>
    <message>
        <source>Requested: processors %1 %, memory %2 %</source>
        <translation>Angefordert: CPU %1 %, Speicher %2 %</translation>
    </message>
    <message>
        <source>Node %1</source>
        <translation>Knoten %1</translation>
    </message>
    <message>
        <source>Pod %1, %2</source>
        <translation>Pod %1, %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::StepList</name>
    <message>
        <source>Prepare the data directory</source>
        <translation>Datenverzeichnis vorbereiten</translation>
    </message>
    <message>
        <source>Start the control plane</source>
        <translation>Steuerungsebene starten</translation>
    </message>
    <message>
        <source>Join this machine to the cluster</source>
        <translation>Diese Maschine dem Cluster hinzufügen</translation>
    </message>
    <message>
        <source>Start the node agent</source>
        <translation>Node-Agent starten</translation>
    </message>
    <message>
        <source>Wait until the node is Ready</source>
        <translation>Warten, bis der Node Ready ist</translation>
    </message>
    <message>
        <source>Stop the node agent</source>
        <translation>Node-Agent stoppen</translation>
    </message>
    <message>
        <source>Undo the node</source>
        <translation>Node zurücknehmen</translation>
    </message>
    <message>
        <source>Stop the control plane</source>
        <translation>Steuerungsebene stoppen</translation>
    </message>
    <message>
        <source>Remove the data</source>
        <translation>Daten entfernen</translation>
    </message>
    <message>
        <source>A folder that only you can read, for state, keys and logs.</source>
        <translation>Ein Ordner, den nur Sie lesen können, für Zustand, Schlüssel und Logs.</translation>
    </message>
    <message>
        <source>API server, scheduler and controllers, in one program of your own.</source>
        <translation>API-Server, Scheduler und Controller, in einem Programm unter Ihrem Konto.</translation>
    </message>
    <message>
        <source>A certificate for the node, signed by the cluster.</source>
        <translation>Ein Zertifikat für den Node, vom Cluster signiert.</translation>
    </message>
    <message>
        <source>Runs as root, because containers and networks need it.</source>
        <translation>Läuft als root, weil Container und Netzwerke das brauchen.</translation>
    </message>
    <message>
        <source>containerd starts, and the pod network is set up.</source>
        <translation>containerd startet, und das Pod-Netzwerk wird eingerichtet.</translation>
    </message>
    <message>
        <source>Containers go on running until the cluster comes back.</source>
        <translation>Container laufen weiter, bis der Cluster zurückkommt.</translation>
    </message>
    <message>
        <source>Everything that was acknowledged is on disk.</source>
        <translation>Alles, was bestätigt wurde, ist auf der Platte.</translation>
    </message>
</context>
<context>
    <name>armillary::app::TableModel</name>
    <message>
        <source>This cluster does not serve %1.</source>
        <translation>Dieser Cluster bietet %1 nicht an.</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
</context>
<context>
    <name>armillary::app::TerminalSession</name>
    <message>
        <source>There is no pod %1.</source>
        <translation>Es gibt keinen Pod %1.</translation>
    </message>
    <message>
        <source>The debug container</source>
        <translation>Der Debug-Container</translation>
    </message>
    <message>
        <source>The shell</source>
        <translation>Die Shell</translation>
    </message>
    <message>
        <source>Adding a debug container.</source>
        <translation>Ein Debug-Container wird hinzugefügt.</translation>
    </message>
    <message>
        <source>The pod %1 has been deleted.</source>
        <translation>Der Pod %1 wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>armillary::app::TopologyModel</name>
    <message>
        <source>Waiting for a node</source>
        <translation>Wartet auf einen Node</translation>
    </message>
    <message>
        <source>No application</source>
        <translation>Keine Anwendung</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n Pod</numerusform>
            <numerusform>%n Pods</numerusform>
        </translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>, cordoned</source>
        <translation>, abgesperrt</translation>
    </message>
    <message>
        <source>%1%2 pods%3</source>
        <translation>%1%2 Pods%3</translation>
    </message>
    <message numerus="yes">
        <source>not ready, %n pods</source>
        <translation>
            <numerusform>nicht bereit, %n Pod</numerusform>
            <numerusform>nicht bereit, %n Pods</numerusform>
        </translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>  ·  %1 old</source>
        <translation>  ·  %1 alt</translation>
    </message>
</context>
<context>
    <name>armillary::app::TopologyView</name>
    <message>
        <source>Pod %1, %2</source>
        <translation>Pod %1, %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::TransferList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weitere</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::Upload</name>
    <message>
        <source>These are more files than are sent at once.</source>
        <translation>Das sind mehr Dateien, als auf einmal gesendet werden.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>%1 konnte nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>The container took no more.</source>
        <translation>Der Container nahm nichts mehr an.</translation>
    </message>
    <message numerus="yes">
        <source>%n became shorter while being sent</source>
        <translation>
            <numerusform>%n wurde während des Sendens kürzer</numerusform>
            <numerusform>%n wurden während des Sendens kürzer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: devices, pipes or sockets</source>
        <translation>
            <numerusform>%n ausgelassen: Geräte, Pipes oder Sockets</numerusform>
            <numerusform>%n ausgelassen: Geräte, Pipes oder Sockets</numerusform>
        </translation>
    </message>
    <message>
        <source>What had arrived stays in the container.</source>
        <translation>Was angekommen war, bleibt im Container.</translation>
    </message>
</context>
<context>
    <name>armillary::app::Usage</name>
    <message>
        <source>Nobody measures here: this cluster serves no metrics.k8s.io. metrics-server does, once installed.</source>
        <translation>Hier misst niemand: Dieser Cluster bietet metrics.k8s.io nicht an. metrics-server tut es, sobald er installiert ist.</translation>
    </message>
    <message>
        <source>You may not read measures (metrics.k8s.io) here. Whoever gave you your rights can add it.</source>
        <translation>Sie dürfen hier keine Messwerte lesen (metrics.k8s.io). Wer Ihnen Ihre Rechte gegeben hat, kann das ergänzen.</translation>
    </message>
    <message>
        <source>Its machine is simulated: nothing runs there that could be measured.</source>
        <translation>Die Maschine ist simuliert: Dort läuft nichts, was gemessen werden könnte.</translation>
    </message>
    <message>
        <source>Nothing measured yet. A machine reports new pods after about half a minute.</source>
        <translation>Noch nichts gemessen. Eine Maschine meldet neue Pods nach etwa einer halben Minute.</translation>
    </message>
    <message>
        <source>The measures cannot be read: %1</source>
        <translation>Die Messwerte können nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message numerus="yes">
        <source>%n of them while this was watched</source>
        <translation>
            <numerusform>%n davon, seit dies beobachtet wird</numerusform>
            <numerusform>%n davon, seit dies beobachtet wird</numerusform>
        </translation>
    </message>
    <message>
        <source>none since this is watched</source>
        <translation>keiner, seit dies beobachtet wird</translation>
    </message>
</context>
<context>
    <name>armillary::app::WriteGate</name>
    <message>
        <source>Take back: %1</source>
        <translation>Zurücknehmen: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 done: %3</source>
        <translation>%1 von %2 erledigt: %3</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>Es gibt nichts zu tun.</translation>
    </message>
    <message>
        <source>The window has left this cluster.</source>
        <translation>Das Fenster hat diesen Cluster verlassen.</translation>
    </message>
    <message>
        <source>No cluster is connected.</source>
        <translation>Kein Cluster ist verbunden.</translation>
    </message>
    <message>
        <source>The context %1 is production and locked; unlock it first.</source>
        <translation>Der Kontext %1 ist Produktion und gesperrt; entsperren Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>Not more than that many at once.</source>
        <translation>Nicht mehr als so viele auf einmal.</translation>
    </message>
    <message>
        <source>It was stopped before this.</source>
        <translation>Vorher wurde gestoppt.</translation>
    </message>
</context>
<context>
    <name>armillary::app::YamlEditor</name>
    <message>
        <source>%1 is production and locked: this is for reading. Unlock it to change anything.</source>
        <translation>%1 ist Produktion und gesperrt: Dies ist zum Lesen. Entsperren Sie, um etwas zu ändern.</translation>
    </message>
    <message>
        <source>The server lets nobody change what is of this kind.</source>
        <translation>Der Server lässt niemanden ändern, was von dieser Art ist.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Das gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This is no YAML that can be saved.</source>
        <translation>Das ist kein YAML, das gespeichert werden kann.</translation>
    </message>
    <message>
        <source>Others change it faster than it can be saved. Try again in a moment.</source>
        <translation>Andere ändern es schneller, als es gespeichert werden kann. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>It has been deleted meanwhile. The text is still here, to be copied.</source>
        <translation>Es wurde inzwischen gelöscht. Der Text ist noch hier und kann kopiert werden.</translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The cluster has all of this already.</source>
        <translation>Der Cluster hat all das schon.</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Take back what was edited in %1</source>
        <translation>Zurücknehmen, was in %1 bearbeitet wurde</translation>
    </message>
    <message>
        <source>This server cannot say beforehand whether it takes it.</source>
        <translation>Dieser Server kann nicht im Voraus sagen, ob er es annimmt.</translation>
    </message>
    <message>
        <source>The server would take it as it is.</source>
        <translation>Der Server würde es so annehmen.</translation>
    </message>
    <message>
        <source>The server would take it, and warns: %1</source>
        <translation>Der Server würde es annehmen und warnt: %1</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>(not there)</source>
        <translation>(nicht vorhanden)</translation>
    </message>
    <message>
        <source>(hidden)</source>
        <translation>(verborgen)</translation>
    </message>
    <message>
        <source>This is no YAML; put it right first.</source>
        <translation>Das ist kein YAML; bringen Sie es erst in Ordnung.</translation>
    </message>
</context>
</TS>
