using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Preprocessing;

/// <summary>The powers and products of columns that <see cref="PolynomialFeatures"/> asks for.</summary>
public sealed class PolynomialFeaturesModel : ITransformer, IColumnSources, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("polynomial-features", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(FileKind, Read);

    readonly bool _interactionsOnly;
    readonly int[][] _terms; // the columns whose product each output is, rising, a power by repetition

    internal PolynomialFeaturesModel(FeatureSchema schema, int degree, bool interactionsOnly, TrainingFacts facts)
    {
        (Schema, Degree, _interactionsOnly, Facts) = (schema, degree, interactionsOnly, facts);
        _terms = [.. TermsOf(schema.Count, degree, interactionsOnly)];
        OutputNames = [.. _terms.Select(NameOf)];
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The highest degree.</summary>
    public int Degree { get; }

    /// <summary>The names of what comes out, as <c>age</c>, <c>age^2</c>, <c>age width</c>.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    IReadOnlyList<IReadOnlyList<string>> IColumnSources.Sources => [.. _terms.Select(term => term.Distinct().Select(Schema.NameOf).ToArray())];

    /// <summary>The powers and products, float64 <c>[rows, outputs]</c>.</summary>
    /// <exception cref="ArgumentException">The columns are not those it was fitted on, a value is missing or no number, or a product leaves the
    /// range of double.</exception>
    public Features Transform(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(PolynomialFeatures));
        var source = numbers.AsReadOnlySpan<double>();
        int rows = numbers.Shape[0], d = Schema.Count, k = _terms.Length;
        var shape = new Shape(rows, k);
        var output = GC.AllocateUninitializedArray<double>(shape.Elements);
        for (int i = 0; i < rows; i++)
        {
            var row = source.Slice(i * d, d);
            for (int t = 0; t < k; t++)
            {
                double product = 1;
                foreach (int j in _terms[t]) product *= row[j];
                output[i * k + t] = product;
            }
        }
        if (FiniteNumbers.FirstOther(output) is int at and >= 0)
            throw new ArgumentException(
                $"x: row {at / k}: '{OutputNames[at % k]}' leaves the range of double; scale the columns first, with a StandardScaler", nameof(x));
        return Features.From(Tensor.Own(output, shape), OutputNames);
    }

    /// <summary>One line: the columns in and out.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"PolynomialFeatures: {Schema.Count} columns -> {_terms.Length} of degree {Degree}{(_interactionsOnly ? ", interactions only" : "")}");

    /// <summary>Each column with its powers, then the products of several columns by degree and place.</summary>
    static IEnumerable<int[]> TermsOf(int columns, int degree, bool interactionsOnly)
    {
        for (int j = 0; j < columns; j++)
            for (int g = 1; g <= (interactionsOnly ? 1 : degree); g++) yield return [.. Enumerable.Repeat(j, g)];
        for (int g = 2; g <= degree; g++)
            foreach (int[] term in Chosen(columns, g, interactionsOnly, 0))
                if (term[0] != term[^1]) yield return term;
    }

    static IEnumerable<int[]> Chosen(int columns, int count, bool distinct, int from)
    {
        if (count == 0) return [[]];
        return Enumerable.Range(from, Math.Max(0, columns - from))
            .SelectMany(j => Chosen(columns, count - 1, distinct, distinct ? j + 1 : j).Select(rest => (int[])[j, .. rest]));
    }

    string NameOf(int[] term) => string.Join(' ', term.GroupBy(j => j).Select(g => g.Count() == 1 ? Schema.NameOf(g.Key)
        : string.Create(CultureInfo.InvariantCulture, $"{Schema.NameOf(g.Key)}^{g.Count()}")));

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        writer.Set("degree", Degree);
        writer.Set("interactions-only", _interactionsOnly);
    }

    static PolynomialFeaturesModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        var recipe = new PolynomialFeatures { Degree = (int)reader.Integer("degree", 1, 20), InteractionsOnly = reader.Flag("interactions-only") };
        if (!recipe.Takes(schema.Count)) throw reader.Fail($"{schema.Count} columns make too many of degree {recipe.Degree}");
        return new PolynomialFeaturesModel(schema, recipe.Degree, recipe.InteractionsOnly, reader.Facts);
    }
}
