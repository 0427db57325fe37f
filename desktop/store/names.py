"""Words by which `privacy` knows a name: frequent first names and surnames in France, and words that are none.

Folded: lower case, without accents. A word of `AMBIGUOUS` means something else as well (rose, pierre, petit).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    abbe docteur dr epouse epoux m madame mademoiselle maitre me melle mesdames messieurs mlle mme mmes monsieur mr
    pere pr professeur soeur sr veuve vve
    """
)

FIRST_NAMES = _words(
    """
    abdallah abdel abdelkader abdou abel adam adele adeline adrien agathe agnes ahmed aicha alain albane albert
    alberte alex alexandra alexandre alexis alfred ali alice alicia aline alix alphonse amadou amandine ambre amelie
    amina anais anatole andre andree angele angelique anita anna annabelle anne annette annick annie anouk anthony
    antoine antoinette antonio ariane arlette armand arnaud arthur astrid aude audrey auguste augustin aurelie
    aurelien aurore axel axelle aya aymeric baptiste barbara bastien beatrice benedicte benjamin benoit berenice
    bernadette bernard bernardette berthe bertrand blandine boris brahim brice brigitte bruno camille carine carla
    carole caroline catherine cathy cecile cecilia cedric celeste celestin celia celine chantal charlene charles
    charlotte chloe christelle christian christiane christine christophe clarisse claude claudette claudie claudine
    clement clementine clotilde colette coline corentin corinne cyril cyrille damien daniel daniele danielle david
    deborah delphine denis denise didier dimitri dominique dorothee dylan edith edmond edouard elena eliane elie
    eliette elisa elisabeth elise ella elodie eloise elsa emeline emile emilie emilienne emma emmanuel emmanuelle enzo
    eric ernest ernestine esteban estelle esther ethan etienne eugene eugenie evelyne fabien fabienne fabrice fanny
    farid fatiha fatima fatou fatoumata felicie felix ferdinand fernand fernande florent florian francis franck
    francois francoise frederic frederique gabin gabriel gabrielle gaelle gaetan gaston gauthier genevieve geoffrey
    georges georgette gerald geraldine gerard germaine ghislaine gilbert gilberte gilles ginette gisele gregory
    guillaume gustave guy gwenaelle hamid hassan helene henri henriette herve honorine hubert hugo hugues huguette
    ibrahim ibrahima ines irene irenee isaac isabelle ismael ivan jacqueline jacques jade jamal jamila jason jean
    jeanine jeanne jeannine jennifer jeremie jeremy jerome jessica joachim joanna jocelyne joel joelle johan johanna
    jonathan josee joseph josephe josephine josette josiane josselin juan jules julia julie julien juliette justine
    kader karim karima karine karl kelly kevin khadija khaled laetitia lahcen laure laurence laurent laurie lea leila
    leo leon leonie leontine leopold liam lila lilian liliane lilou lina lionel lisa lise loic lola lorenzo lou louane
    louis louise louisette luc lucas lucette lucie lucien lucienne lucile ludovic lydia lydie madeleine mael maelle
    magali malik mamadou manon manuel manuela marc marcel marcelle margaux margot marguerite maria mariam marie
    marielle marina marine mario marion marius marjorie marlene martial martine maryse maryvonne mathieu mathilde
    mathis matthieu maurice maurine max maxence maxime mehdi melanie melissa michael michel michele micheline michelle
    mickael mila mireille mohamed mohammed monique morgane mounir moussa muriel mustapha myriam nadege nadia nadine
    nassim natacha nathalie nathan nicolas nicole nina noa noah noe noel noelle noemie nolan nora norbert odette odile
    olga olivia olivier omar oscar paola pascal pascale pascaline patrice patricia patrick paul paule paulette pauline
    philippe pierre pierrette pierrick quentin rachel rachid raoul raphael raphaelle raymond raymonde rebecca regine regis
    remi remy renaud rene renee richard robert roberte robin roger roland rolande romain romane ronan rosalie roselyne
    rudy sabine sabrina sacha said salim salima salome samir samira samuel sandra sandrine sara sarah sebastien serge
    severine sidonie simon simone sofia sofiane solange solene sonia sophie souad stanislas stephane stephanie steve
    steven suzanne suzette sylvain sylvette sylviane sylvie tatiana teddy teo theo theodore theophile therese thibaud
    thibault thierry thomas timeo timothee tiphaine tom tony ugo ulysse ursule valentin valentine valerie vanessa vera
    veronique vincent violaine virginie viviane vivien wilfried william xavier yacine yamina yann yannick yasmine
    yolande youssef yves yvette yvon yvonne zelie zoe zohra
    """
)

SURNAMES = _words(
    """
    adam andre antoine arnaud aubert aubry bailly barbier baron barre barthelemy benard benoit berger bernard bertin
    bertrand besson blanchard bonnet boucher bouchet bourgeois bouvier boyer breton brun brunet carlier caron
    carpentier charpentier chevalier chevallier clement colin collet collin cordier cousin cuvelier da daniel david
    delattre delaunay denis deschamps diallo dubois dufour dumas dumont dupond dupont dupuis dupuy durand duval
    etienne evrard fabre faure fernandez ferreira fleury fontaine fournier francois gaillard garcia garnier gauthier
    gautier gerard germain gilbert girard giraud gomez goncalves gonzalez guerin guillaume guillot guyot hamon
    hernandez herve hoareau hubert huet humbert jacob jacquet jacquot jean joly julien klein lacroix lambert laurent
    leblanc lebrun leclerc leclercq lecomte lefebvre lefevre legrand lemaire lemaitre lemoine leroux leroy leveque
    lopez lucas maillard mallet marchal marchand marechal marie martin martinez martins marty masson mathieu menard
    mercier meunier meyer michaud michel millet monnier moreau morel morin moulin muller navarro nguyen nicolas noel
    olivier paris pasquier paul pelletier pereira perez perret perrin perrot philippe picard pichon pierre poirier
    poulain prevost remy renard renaud renault rey reynaud richard riviere robert robin roche rodrigues rodriguez
    roger rolland rousseau roussel roux roy royer sanchez schmitt schneider simon tessier thomas traore vasseur vidal
    vincent weber
    """
)

AMBIGUOUS = _words(
    """
    aime barbara baron barre berger bonnet boucher bourgeois breton brun charpentier chevalier claire clement colin
    constant cousin da douce emeraude fabrice fleur fleury fontaine france gaillard germain grace jade joly lambert
    leger lemoine leroux lou lourdes lucas marchand marechal marin marine max melodie mercier meunier mila moulin noel
    olive olivier paris pascal pascale perle petit picard pierre prudence renard riviere robin roche roger rose roux
    roy royer sainte simple tom victoire vidal violette
    """
)

NEVER_ALONE = _words(
    """
    aime constant douce france grace noel paris perle prudence simple
    """
)
"""Of the ambiguous words those that begin a label without being a name."""

PARTICLES = _words(
    """
    al ben d da de des di dos du el l la le les mac mc o saint sainte st ste van von
    """
)

CIVIL = _words(
    """
    dr m me melle mlle mme mmes mr pr
    """
)
"""The titles that are written short: what follows is a name, capital or not."""

AFTER_TITLE = _words(
    """
    a au aux avec bien calme chez dans de des dit du en est et fait la le les mal ne ni non on ou par pas peu plus
    pour qui sans se seul seule son sous sur tres un une va veut vit
    """
)
"""Words that follow a title without being a name."""

PLACES = _words(
    """
    avenue boulevard centre ch chr chu cite clinique commune ehpad esms fondation foyer groupe hameau hopital
    hospitalier impasse institut lieu mapa pole quartier residence route rue secteur service site ssiad territoire
    village ville
    """
)
"""What follows one of these, with capitals, is the name of a place."""

TOWARDS = _words(
    """
    a au aux depuis vers
    """
)
"""After one of these an unknown word with a capital is taken for a place; a known name is not."""

ORDINARY = _words(
    """
    acces accompagnement accord adolescent adulte aerosol agitation agite agitee agonie aidant aidante aidantes
    aidants aide aigu aigue alimentation alzheimer an ancien ancienne angoisse annonce anticipation anticipee anxieuse
    anxieux aomi aout appel apres arrivee ars ascension assomption astreinte atelier attente avant avc avis avril bas
    benevole benevoles besoin bilan bis bon bonne bpco cancer cas casse chambre charcot chronique chute cinquieme
    cnspfv collegiale colloque complexe complexes complexite concertation confort confusion conseil consultation
    coordination cpts cptsn crise crohn crt dac decembre deces decision demande demence depart depuis dernier derniere
    dernieres detresse deuil deuxieme dim dimanche directive directives discussion domicile domiciles douleur douleurs
    dyspnee dyspneique ecole ehpad emsp end enfant entourage entree entretien epouse epoux equipe errspp escarre
    escarres esms essai ethique etp etude evaluation exemple exercice expert famille fatigue femme fevrier fille fils
    fin final finale fois formation frere geriatrique geste gestes grand grande groupe habitat had hads hdj hemorragie
    heure heures hier hodgkin homme hospit hospitalisation hote huntington ic ide idel inconfort infirmier infirmiere
    infirmieres instable irc janvier jeu jeudi jeune jour journee jours juillet juin kaposi kine lam lata lewy lhss
    lisp lit lits lun lundi madame mai maladie mar mardi mari mars matin mauvais mauvaise medecin medical medicale
    medicament mer mercredi mere midi mineur mobile mobilite mois moment monsieur morphine mourant neuro niveau note
    nouveau nouvelle novembre nuit nuits obs octobre oncologie ouverture oxygene paget palliatif palliatifs palliative
    palliatives paques parkinson partenaire patient patiente patients pediatrie pediatrique pendant pentecote pere
    perfusion personne pharmacie pick plaie plan point pompe post pousse pre premier premiere prescription presence
    presentation priere prise probleme proche proches psychologue quatrieme question questionnaire reanimation recours
    referent refractaire refractaires refus regional relais repit reprise respiration retour reunion sad sam samedi
    samu sante second seconde sedation semaine septembre sfap sida simple simples situation sla smr smur snp social
    sociale soeur soin soins soir sortie souffrance soutien sp specialisee ssr stabilite stable staff steinert suite
    suivi suspension symptome symptomes telephone terminal terminale territoriale test toussaint toux traitant
    traitement transfert transport trimestre troisieme tumeur urgence urgences usld usmp usp ustensile veille ven
    vendredi vie vieux vih visite voisin voisine volontes vomissements week
    """
)
