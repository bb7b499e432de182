using System.Globalization;
using System.Text;
using Cairn.Persistence;

namespace Cairn.LinearModels;

/// <summary>
/// A sum of terms of hinges, y = intercept + sum_m coefficient_m prod_f max(0, +-(x_f - knot_f)), as <see cref="MarsRegression"/> and
/// <see cref="SplineRegression"/> fit it: a continuous function that bends at its knots, and can be read as an equation.
/// </summary>
public sealed class HingeModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("hinge-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly HingeTerm[] _terms;

    internal HingeModel(FeatureSchema schema, double intercept, HingeTerm[] terms, double residualDeviation, string targetName, TrainingFacts facts)
    {
        (Schema, Intercept, _terms, ResidualDeviation) = (schema, intercept, terms, residualDeviation);
        (TargetName, Facts) = (targetName, facts);
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The prediction where all terms are 0, in the target's unit.</summary>
    public double Intercept { get; }

    /// <summary>The terms, in the order in which they were found.</summary>
    public IReadOnlyList<HingeTerm> Terms => Array.AsReadOnly(_terms);

    /// <summary>
    /// The standard deviation of the rows about the model, sqrt(sum w (y - prediction)^2 / (sum w - rank - 1)); 0 where there are no more
    /// rows than coefficients. The choice of knots is not counted.
    /// </summary>
    public double ResidualDeviation { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The model as a formula, six digits a number: <c>sales = 9.1 + 0.31 max(0, radio - 22.3) - 0.12 max(0, 22.3 - radio)</c>.</summary>
    public string Equation
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{TargetName} = {Intercept:G6}");
            foreach (var term in _terms) text.Append(Signed(term));
            return text.ToString();
        }
    }

    /// <summary>The sum of the terms for every row: float64 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, a value is missing or no number, or the sum leaves the
    /// range of double.</exception>
    public Tensor Predict(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(HingeModel));
        var values = numbers.AsReadOnlySpan<double>();
        var answers = new double[numbers.Shape[0]];
        for (int i = 0; i < answers.Length; i++)
        {
            var row = values.Slice(i * Schema.Count, Schema.Count);
            double sum = Intercept;
            foreach (var term in _terms) sum += term.At(row);
            answers[i] = double.IsFinite(sum) ? sum : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"x: the prediction for row {i} leaves the range of double; its values lie far from those that were learned from"), nameof(x));
        }
        return Tensor.Own(answers, new Shape(answers.Length));
    }

    /// <summary>A short card: the target, the equation with a line for each term, the residual deviation and the notes.</summary>
    public override string ToString()
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture,
            $"{RecipeText.NameIn(Facts.Recipe) ?? nameof(HingeModel)} of {TargetName}: {Facts.Rows} rows, {Schema.Count} features, residual deviation {ResidualDeviation:G6}");
        card.AppendLine().Append(CultureInfo.InvariantCulture, $"  {TargetName} = {Intercept:G6}");
        foreach (var term in _terms) card.AppendLine().Append("   ").Append(Signed(term));
        CoefficientTable.AppendNotes(card, Facts);
        return card.ToString();
    }

    string Signed(HingeTerm term) => string.Create(CultureInfo.InvariantCulture, $" {(term.Coefficient < 0 ? '-' : '+')} {Math.Abs(term.Coefficient):G6} ")
        + string.Join(' ', term.Factors.Select(f => f.Formula(Schema.NameOf(f.Feature))));

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        (int Term, HingeFactor Factor)[] factors = [.. _terms.SelectMany((term, m) => term.Factors.Select(f => (m, f)))];
        writer.Set(Schema);
        writer.Set("target-name", TargetName);
        writer.Set("intercept", Intercept);
        writer.Set("residual-deviation", ResidualDeviation);
        writer.Set("coefficients", Tensor.From(Array.ConvertAll(_terms, t => t.Coefficient)));
        writer.Set("factor-terms", Tensor.From(Array.ConvertAll(factors, f => f.Term)));
        writer.Set("factor-features", Tensor.From(Array.ConvertAll(factors, f => f.Factor.Feature)));
        writer.Set("factor-knots", Tensor.From(Array.ConvertAll(factors, f => f.Factor.Knot)));
        writer.Set("factor-sides", Tensor.From(Array.ConvertAll(factors, f => (int)f.Factor.Side)));
        writer.Set("factor-powers", Tensor.From(Array.ConvertAll(factors, f => f.Factor.Power)));
    }

    static HingeModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        double[] coefficients = reader.Tensor("coefficients", DType.Float64, -1).ToArray<double>();
        double[] knots = reader.Tensor("factor-knots", DType.Float64, -1).ToArray<double>();
        int[] Whole(string name, int least, int most)
        {
            int[] values = reader.Tensor(name, DType.Int32, knots.Length).ToArray<int>();
            return Array.TrueForAll(values, v => v >= least && v <= most) ? values : throw reader.Fail($"a value of '{name}' is not {least} to {most}");
        }
        int[] owners = Whole("factor-terms", 0, coefficients.Length - 1), features = Whole("factor-features", 0, schema.Count - 1);
        int[] sides = Whole("factor-sides", -1, 1), powers = Whole("factor-powers", 1, HingeFactor.MostPower);
        if (!owners.SequenceEqual(owners.Order())) throw reader.Fail("the factors are not in the order of their terms");
        var terms = new HingeTerm[coefficients.Length];
        for (int m = 0, f = 0; m < terms.Length; m++)
        {
            int from = f;
            while (f < owners.Length && owners[f] == m) f++;
            if (f == from) throw reader.Fail($"term {m} has no factor");
            terms[m] = new HingeTerm(coefficients[m], [.. Enumerable.Range(from, f - from)
                .Select(i => new HingeFactor(features[i], knots[i], (HingeSide)sides[i], powers[i]))]);
        }
        double deviation = reader.Number("residual-deviation");
        if (!(deviation >= 0)) throw reader.Fail("the residual deviation is below 0");
        return new HingeModel(schema, reader.Number("intercept"), terms, deviation, reader.Text("target-name"), reader.Facts);
    }
}
