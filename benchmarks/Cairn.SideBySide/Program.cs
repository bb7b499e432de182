using Cairn.SideBySide;

var names = new List<string>();
bool list = false, json = false, docs = false, selfCheck = false;
int pairs = 21;
for (int i = 0; i < args.Length; i++)
    switch (args[i])
    {
        case "--list": list = true; break;
        case "--json": json = true; break;
        case "--docs": docs = true; break;
        case "--selfcheck": selfCheck = true; break;
        case "--pairs" when i + 1 < args.Length && int.TryParse(args[i + 1], out pairs) && pairs >= 15: i++; break;
        case ['-', ..]: return Usage();
        default: names.Add(args[i]); break;
    }

// a name that ends in * stands for all that begin so
bool IsWanted(Case c, string name) => name.EndsWith('*') ? c.Name.StartsWith(name[..^1], StringComparison.Ordinal) : c.Name == name;

if (names.Find(n => !Cases.All.Any(c => IsWanted(c, n))) is { } unknown)
{
    Console.Error.WriteLine($"There is no case '{unknown}'; --list names them all.");
    return 2;
}
var wanted = Cases.All.Where(c => names.Count == 0 || names.Exists(n => IsWanted(c, n))).ToList();
if (list)
{
    foreach (var c in wanted) Console.WriteLine(c.Name);
    return 0;
}
if (selfCheck) return SelfCheck.Run(wanted);

var peers = new List<PeerProgram>();
var measured = new List<Comparison>();
int failures = 0;
try
{
    foreach (var settings in PeerProgram.Settings) peers.Add(new(settings));
    if (!json) Console.WriteLine(BenchmarksPage.Header);
    foreach (var c in wanted)
    {
        try
        {
            measured.Add(Comparison.Measure(c, peers, pairs));
        }
        catch (InvalidOperationException fault)
        {
            Console.Error.WriteLine(fault.Message);
            failures++;
            continue;
        }
        Console.WriteLine(json ? measured[^1].ToJson() : BenchmarksPage.Line(measured[^1]));
        GC.Collect();
    }
}
catch (PeerMissingException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 3;
}
finally
{
    foreach (var peer in peers) peer.Dispose();
}
if (docs) BenchmarksPage.Rewrite(Page(), measured);
return failures > 0 ? 1 : 0;

static string Page()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        if (File.Exists(Path.Combine(folder.FullName, "Cairn.slnx"))) return Path.Combine(folder.FullName, "docs", "benchmarks.md");
    throw new FileNotFoundException("--docs: there is no Cairn.slnx above " + AppContext.BaseDirectory);
}

static int Usage()
{
    Console.Error.WriteLine("""
        Times Cairn beside what people use otherwise, in turn, on the same data.

        [CASE...] [--list] [--json] [--pairs N] [--docs] [--selfcheck]
            CASE         a name from --list, or the beginning of some with * after it; all when none is given
            --json       one JSON object a line instead of the table
            --pairs N    so many pairs of runs, at least 15; 21 when not given
            --docs       writes the measured rows to docs/benchmarks.md too
            --selfcheck  runs Cairn's side alone, on small data, against the plainest code
        Exit code 1: the two sides differ in a result. 2: wrong arguments. 3: a peer is not installed.
        """);
    return 2;
}
