"""Made-up Customers in any number, with the common American names as common as they are, and a long tail."""

import random
from collections.abc import Iterator


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    """
    James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
    Jessica Thomas Sarah Christopher Karen Charles Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret
    Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian
    Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Sharon Edward Laura Jeffrey Cynthia Ryan
    Dorothy Jacob Amy Gary Kathleen Nicholas Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela
    Justin Nicole Scott Anna Brandon Samantha Benjamin Katherine Samuel Christine Gregory Debra Alexander Rachel
    Patrick Carolyn Frank Janet Raymond Maria Jack Olivia Dennis Heather Jerry Helen Tyler Catherine Aaron Diane
    Jose Julie Adam Victoria Nathan Joyce Henry Lauren Zachary Kelly Douglas Christina Peter Ruth Kyle Joan Noah
    Virginia Ethan Judith Jeremy Evelyn Christian Hannah Walter Andrea Keith Megan Austin Cheryl Roger
    Jacqueline Terry Madison Sean Teresa Gerald Abigail Carl Sophia Dylan Martha Harold Sara Jordan Gloria Jesse
    Janice Bryan Kathryn Lawrence Ann Arthur Isabella Gabriel Judy Bruce Charlotte Logan Julia Billy Grace Joe
    Amber Alan Alice Juan Jean Elijah Denise Willie Frances Albert Danielle Wayne Marilyn Randy Natalie Mason
    Beverly Vincent Diana Liam Brittany Roy Theresa Bobby Kayla Caleb Alexis Bradley Doris Russell Lori Lucas
    Tiffany Derek Claire Toby Tony Natasha Howard Darryl Errol Colin
    """
)
LAST = _words(
    """
    Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
    Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis
    Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera
    Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart
    Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim
    Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo
    Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins Perry Russell Sullivan Bell Coleman Butler
    Henderson Barnes Gonzales Fisher Vasquez Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds
    Griffin Wallace Moreno West Cole Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens Murray Ford
    Castro Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman
    Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon
    Munoz Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren Mills Meyer Rice
    Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne Grant Dunn Kelley Spencer
    Hawkins Arnold Pierce Hansen Peters Santos Hart Bradley Knight Elliott Cunningham Duncan Armstrong Hudson
    Carroll Lane Riley Andrews Alvarado Ray Delgado Berry Perkins Hoffman Johnston Matthews Pena Richards
    Contreras Willis Carpenter Lawrence Sandoval Thornton Middleton Smyth OBrien Pearce Maier
    """
)
HEADS = _words(
    """
    Ash Bald Bar Beck Birch Black Brad Bram Brook Burn Cal Carl Chad Clay Cliff Cran Dal Dar Den East El Fair
    Farn Field Ford Gar Glen Gran Green Had Hal Har Hart Haw Hazel Hol Hunt Kel Kings Lang Lin Lock Mal Mars Mel
    Mor New Nor Oak Old Pem Pres Red Rich Rock Rush Sel Shel Stan Sut Thorn Tin Wake Wal War Wat West Whit Wil
    Win Wood Yar
    """
)
TAILS = _words(
    """
    bank berg bourne bridge burn bury by combe cott croft dale den don ell er ett ey field ford gate grave ham
    hart head house hurst ing ington ison kin land ley lock low man mann mark more ner ney ridge rick ron sen
    shaw son stead stein stone ton vale ville ward way well wick win wood worth
    """
)
STREETS = _words(
    """
    Maple Oak Elm Cedar Pine Walnut Chestnut Willow Birch Spruce Main Church High Park Washington Lincoln
    Jefferson Madison Franklin Jackson Lake Hill River Spring Valley Meadow Prospect Union State Court Academy
    Mill Railroad Bridge Highland
    """
)
KINDS = ["Street", "Avenue", "Road", "Drive", "Lane", "Court"]
TAIL_SHARE = 0.45
"""Which share of Customers has a rarer surname than the commonest."""


def customers(count: int, seed: int = 7) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, phone (E.164), house number and street of `count` people; the same for the same seed."""
    chance = random.Random(seed)
    first_weights = [1 / (place + 8) for place in range(len(FIRST))]
    last_weights = [1 / (place + 12) for place in range(len(LAST))]
    for number in range(count):
        first = chance.choices(FIRST, first_weights)[0]
        last = chance.choices(LAST, last_weights)[0]
        if chance.random() < TAIL_SHARE:
            last = chance.choice(HEADS) + chance.choice(TAILS)
        street = f"{chance.choice(STREETS)} {chance.choice(KINDS)}"
        yield f"{first} {last}", f"+1518{2000000 + number * 79 % 7999999:07d}", str(chance.randrange(1, 2000)), street
