namespace Cairn.Data;

/// <summary>The data sets that ship inside the library; no file and no network is needed.</summary>
public static class BundledData
{
    const string Uci = "UCI Machine Learning Repository, the copy of scikit-learn 1.2.1";
    const string UciLicence = "CC BY 4.0 (UCI), BSD 3-Clause (scikit-learn)";

    /// <summary>The sets, ordered by name.</summary>
    public static IReadOnlyList<BundledSet> Sets { get; } =
    [
        new()
        {
            Name = "breast-cancer",
            Description = "Breast tumours: 30 measures of cell nuclei in a digitised image, to tell malignant from benign",
            TargetName = "diagnosis", TargetKind = ColumnKind.Category, Rows = 569, Columns = 31,
            Source = $"Wolberg, Street, Mangasarian 1995; {Uci}", Licence = UciLicence,
        },
        new()
        {
            Name = "diabetes",
            Description = "Diabetes patients: age, sex, body mass index, blood pressure and six serum values, to predict the progression after a year",
            TargetName = "progression", TargetKind = ColumnKind.Number, Rows = 442, Columns = 11,
            Source = "Efron, Hastie, Johnstone, Tibshirani 2004, unscaled; the copy of scikit-learn 1.2.1",
            Licence = "published with the paper, BSD 3-Clause (scikit-learn)",
        },
        new()
        {
            Name = "digits",
            Description = "Handwritten digits: 8 x 8 pixels of 0 to 16, row by row, to tell the digit",
            TargetName = "digit", TargetKind = ColumnKind.Category, Rows = 1797, Columns = 65,
            Source = $"Alpaydin, Kaynak 1998; {Uci}", Licence = UciLicence,
        },
        new()
        {
            Name = "iris",
            Description = "Iris flowers: length and width of sepals and petals in cm, to tell the species",
            TargetName = "species", TargetKind = ColumnKind.Category, Rows = 150, Columns = 5,
            Source = $"Fisher 1936; {Uci}", Licence = UciLicence,
        },
        new()
        {
            Name = "wine",
            Description = "Italian wines: 13 chemical measures, to tell the cultivar",
            TargetName = "cultivar", TargetKind = ColumnKind.Category, Rows = 178, Columns = 14,
            Source = $"Forina and others; {Uci}", Licence = UciLicence,
        },
    ];

    /// <summary>The names of the sets, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sets.Select(s => s.Name)];

    /// <summary>The facts about a set, or null when there is none of this name.</summary>
    public static BundledSet? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Sets.FirstOrDefault(s => s.Name == name);
    }

    /// <summary>Reads a set; classes are categories, also where they are written as digits.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such set; the message lists those there are.</exception>
    public static Table Load(string name)
    {
        var set = Find(name)
            ?? throw new ArgumentException($"name: there is no bundled data set '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        using var stream = typeof(BundledData).Assembly.GetManifestResourceStream($"{name}.csv.gz")
            ?? throw new InvalidOperationException($"The resource {name}.csv.gz is missing from the assembly");
        return Table.ReadCsv(stream, new CsvOptions
        {
            Separator = ',',
            HasHeader = true,
            Types = new Dictionary<string, ColumnKind> { [set.TargetName] = set.TargetKind },
        });
    }
}
