#:project ../src/Cairn/Cairn.csproj

// A network learns five kinds of clothes from many pictures; then the other five from ten each, with what it knows of cloth.
var (train, test) = Datasets.FashionMnist();
var known = Of(train, kinds: 0..5, each: 1000);
var few = Of(train, kinds: 5..10, each: 10);
var unseen = Of(test, kinds: 5..10, each: 1000);

var teacher = new Sequential(Sight(), new Linear(32 * 7 * 7, 5));
Train(teacher, known, epochs: 4, rate: 0.002);
Console.WriteLine($"five kinds, {known.Rows} pictures");

// The part that sees is kept as it is while a new end learns; then all of it learns a little.
var sight = (Sequential)teacher.First();
var pupil = new Sequential(sight, new Linear(32 * 7 * 7, 5));
sight.Freeze();
Train(pupil, few, epochs: 60, rate: 0.002);
Console.WriteLine($"five others, {few.Rows} pictures, tested on {unseen.Rows}");
Console.WriteLine($"  a new end        {Right(pupil):P1}");
sight.Unfreeze();
Train(pupil, few, epochs: 20, rate: 0.0002);
Console.WriteLine($"  then all of it   {Right(pupil):P1}");

var beginner = new Sequential(Sight(), new Linear(32 * 7 * 7, 5));
Train(beginner, few, epochs: 80, rate: 0.002);
Console.WriteLine($"  from scratch     {Right(beginner):P1}");

static Sequential Sight() => new(
    new Convolution(1, 16, 3, padding: 1, activation: Activation.Relu), new MaxPool(2),
    new Convolution(16, 32, 3, padding: 1, activation: Activation.Relu), new MaxPool(2), new Flatten());

static void Train(Module net, DataLoader rows, int epochs, double rate) => new Trainer
{
    Loss = Loss.CrossEntropyFromLogits,
    Optimizer = new Adam { LearningRate = rate },
    Epochs = epochs,
    Seed = 1,
}.Fit(net, rows);

double Right(Module net) => unseen.InOrder()
    .Sum(batch => (double)net.Forward(batch.X).ArgMax(1).EqualTo(batch.Y).To(DType.Float64).Sum()) / unseen.Rows!.Value;

static DataLoader Of(Dataset data, Range kinds, int each)
{
    int[] labels = data.Target!.ToArray<int>();
    int[] rows = [.. Enumerable.Range(kinds.Start.Value, kinds.End.Value - kinds.Start.Value)
        .SelectMany(kind => Enumerable.Range(0, labels.Length).Where(i => labels[i] == kind).Take(each))];
    return new DataLoader(data.Features.Shaped![rows], Tensor.From([.. rows.Select(i => labels[i] - kinds.Start.Value)])) { BatchSize = 32, Seed = 1 };
}
